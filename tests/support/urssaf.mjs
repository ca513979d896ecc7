// Asks the URSSAF's own engine (modele-social). Reads a list of situations as JSON on the standard
// input, and writes for each the least gross of a month and the net of the gross that it names.
import rules from 'modele-social'
import Engine from 'publicodes'

const NET = 'salarié . rémunération . net . à payer avant impôt'
const SILENT = { log() {}, warn() {}, error() {} }
const engine = new Engine(rules, { logger: SILENT })

function answer(situation) {
  engine.setSituation(situation)
  const kind = situation['salarié . contrat'].replaceAll("'", '')
  const value = (name) => engine.evaluate(name).nodeValue
  return { gross: value(`salarié . contrat . ${kind} . rémunération minimale`), net: value(NET) }
}

let text = ''
for await (const piece of process.stdin) text += piece
console.log(JSON.stringify(JSON.parse(text).map(answer)))
