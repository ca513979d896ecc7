"""A naive page, for the control of bad input: it assumes that it receives numbers.

The staff site has its place, as what stands before every page looks for it.
"""

from django.contrib import admin
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from charmilles.urls import handler400, handler403, handler500  # noqa: F401 - read by Django


@csrf_exempt
def total(request):
    sent = request.POST if request.method == "POST" else request.GET
    return HttpResponse(sum(int(value) for value in sent.values()))


urlpatterns = [path("total/", total), path("gestion/", admin.site.urls)]
