"""A naive page, for the control of bad input: it assumes that it receives numbers.

The staff site has its place, as what stands before every page looks for it.
"""

from django.contrib import admin
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def total(request):
    sent = request.POST if request.method == "POST" else request.GET
    return HttpResponse(sum(int(value) for value in sent.values()))


urlpatterns = [path("total/", total), path("gestion/", admin.site.urls)]
