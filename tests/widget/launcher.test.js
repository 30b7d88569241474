import assert from 'node:assert/strict'
import {test} from 'node:test'

globalThis.HTMLElement = class {}
globalThis.customElements = {get: () => true}
const {chooseLanguage, linked, luminance, readable} = await import('../../channels/web/widget/widget.js')

const LABELS = {de: {}, tr: {}, 'de-x-easy': {}}
const numbers = colour => colour.match(/\d+/g).map(Number)
const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)

test('the first language that the widget speaks is chosen, with or without its region', () => {
  assert.equal(chooseLanguage(['so', 'tr-TR', 'de'], LABELS), 'tr')
  assert.equal(chooseLanguage(['DE-x-easy'], LABELS), 'de-x-easy')
  assert.equal(chooseLanguage([null, undefined, '', 'constructor'], LABELS), 'de')
})

test('an address asks for the chat, for an entry, or for neither', () => {
  assert.equal(linked('#ki-lotse'), '')
  assert.equal(linked('#ki-lotse=life.german-course'), 'life.german-course')
  for (const other of ['', '#', '#ki-lotse-x', '#ki-lotse=', '#ki-lotse=A B', '#ki-lotse=<b>', '#x#ki-lotse']) {
    assert.equal(linked(other), null, other)
  }
})

test('the luminance is that of WCAG', () => {
  assert.equal(luminance([255, 255, 255]), 1)
  assert.equal(luminance([0, 0, 0]), 0)
  assert.ok(Math.abs(luminance([255, 0, 0]) - 0.2126) < 1e-9)
})

test('any colour of the page can be read on white and on the dark panel', () => {
  for (const accent of ['#fff', '#000', '#ff0', '#ffff00', '#0b5277', '#e2001a', '#777', '#00f', '#abcdef']) {
    const light = luminance(numbers(readable(accent, false)))
    const dark = luminance(numbers(readable(accent, true)))
    assert.ok(contrast(light, 1) >= 4.5, accent)
    assert.ok(contrast(dark, luminance([20, 27, 33])) >= 4.5, accent)
  }
})

test('a colour that can be read stays as it is', () => {
  assert.equal(readable('#0b5277', false), 'rgb(11,82,119)')
})

test('what is no colour changes nothing', () => {
  for (const accent of [null, '', 'red', '#12', '#12345', '#1234567', 'url(x)', '#12345g']) {
    assert.equal(readable(accent, false), null, String(accent))
  }
})
