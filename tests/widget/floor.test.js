import assert from 'node:assert/strict'
import {test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {ESLint} from 'eslint'
import stylelint from 'stylelint'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const WIDGET = 'channels/web/widget'
const eslint = new ESLint({cwd: ROOT, overrideConfigFile: 'tests/widget/eslint.config.js'})
const configFile = fileURLToPath(new URL('stylelint.config.js', import.meta.url))

/** What is said about a text as if it stood in the widget's folder, a line each: "rule: message". */
async function script(code) {
  const [{messages}] = await eslint.lintText(code, {filePath: `${WIDGET}/sample.js`})
  return messages.map(({ruleId, message}) => `${ruleId}: ${message}`)
}

async function style(code) {
  const {results: [{warnings}]} = await stylelint.lint({code, configFile, codeFilename: `${ROOT}${WIDGET}/sample.css`})
  return warnings.map(({rule, text}) => `${rule}: ${text}`)
}

test('the code of the channel holds the floor', async () => {
  const results = await eslint.lintFiles(['channels/web'])

  const found = results.flatMap(({filePath, messages}) =>
    messages.map(({line, message}) => `${filePath.slice(ROOT.length)}:${line}: ${message}`))
  assert.ok(results.length > 0)
  assert.equal(found.join('\n'), '')
})

test('the styles of the channel hold the floor', async () => {
  const {results} = await stylelint.lint({files: 'channels/web/**/*.css', cwd: ROOT, configFile})

  const found = results.flatMap(({source, warnings}) =>
    warnings.map(({line, text}) => `${source.slice(ROOT.length)}:${line}: ${text}`))
  assert.ok(results.length > 0)
  assert.equal(found.join('\n'), '')
})

const BAD_SCRIPTS = {
  'private fields': 'export class A { #x = 1; y() { return this.#x } }',
  'private methods': 'export class A { #x() {} y() { this.#x() } }',
  'static fields': 'export class A { static x = 1 }',
  'static blocks': 'export class A { static { this.x = 1 } }',
  'logical assignment': 'export const f = a => { a.x ??= 1 }',
  'top-level await': 'export const a = await fetch("/")',
  'exports of a namespace': 'export * as words from "./words.js"',
  'lookbehind': 'export const a = /(?<=x)y/',
  'the flag v of a pattern': 'export const a = /[a]/v',
  'at of unknown objects': 'export const f = a => a.at(-1)',
  'replaceAll': 'export const f = a => a.replaceAll("x", "y")',
  'findLast': 'export const f = a => a.findLast(Boolean)',
  'toSorted': 'export const f = a => a.toSorted()',
  'Object.hasOwn': 'export const f = a => Object.hasOwn(a, "x")',
  'Object.groupBy': 'export const f = a => Object.groupBy(a, Boolean)',
  'Promise.any': 'export const f = a => Promise.any(a)',
  'WeakRef': 'export const f = a => new WeakRef(a)',
  'the cause of an error': 'export const f = cause => new Error("x", {cause})',
  'lists in a language': 'export const f = a => new Intl.ListFormat("de").format(a)',
  'names of languages': 'export const f = a => new Intl.DisplayNames("de", {type: "language"}).of(a)',
  'dates by style': 'export const f = a => a.toLocaleString("de", {dateStyle: "short"})',
  'structuredClone': 'export const f = a => structuredClone(a)',
  'structuredClone in an if': 'export const f = a => { if (a) structuredClone(a) }',
  'crypto.randomUUID': 'export const f = () => crypto.randomUUID()',
  'randomUUID of anything': 'export const f = a => a.crypto.randomUUID()',
  'AbortSignal.timeout': 'export const f = () => AbortSignal.timeout(9)',
  'SharedWorker': 'export const f = () => new SharedWorker("x")',
  'a class of the window': 'export const f = () => new window.SharedWorker("x")',
  'replaceChildren': 'export const f = node => node.replaceChildren()',
  'showModal': 'export const f = node => node.showModal()',
  'dialog': 'export const f = () => document.createElement("dialog")',
  'dialog by a function': 'export const f = make => make("dialog", {id: "panel"})',
  'inert as a property': 'export const f = node => { node.inert = true }',
  'inert as an attribute': 'export const f = node => node.setAttribute("inert", "")',
  'inert by a function': 'export const f = make => make("div", {inert: true})',
  'requestSubmit': 'export const f = form => form.requestSubmit()',
  'attachInternals': 'export const f = node => node.attachInternals()',
  'listeners that end with a signal': 'export const f = (node, signal) => node.addEventListener("x", f, {signal})',
  'innerHTML': 'export const f = (node, text) => { node.innerHTML = text }',
  'outerHTML': 'export const f = (node, text) => { node.outerHTML = text }',
  'insertAdjacentHTML': 'export const f = (node, text) => node.insertAdjacentHTML("beforeend", text)',
  'document.write': 'export const f = text => document.write(text)',
  'eval': 'export const f = text => eval(text)',
  'code in a timer': 'export const f = () => setTimeout("f()", 1)',
  'new Function': 'export const f = text => new Function(text)',
  'style as an attribute': 'export const f = node => node.setAttribute("style", "top: 0")',
  'style by a function': 'export const f = make => make("div", {style: "top: 0"})',
  'unknown names': 'export const f = () => unknown()',
  'unused names': 'const unused = 1',
  'an exception without a reason': '// eslint-disable-next-line no-eval\nexport const f = text => eval(text)',
  'an exception without need': '// eslint-disable-next-line no-eval -- no reason any more\nexport const f = text => text',
}

for (const [name, code] of Object.entries(BAD_SCRIPTS)) {
  test(`reported: ${name}`, async () => {
    const found = await script(code)

    assert.notDeepEqual(found, [])
    assert.ok(name.startsWith('the flag v') || !found.some(line => line.includes('Parsing error')), found.join('\n'))
  })
}

const GOOD_SCRIPTS = {
  'public fields': 'export class A { x = 1; _y() { return this.x } }',
  'optional chaining': 'export const f = a => a?.b ?? 1_000',
  'asynchronous loops': 'export async function f(a) { for await (const b of a) b() }',
  'maps of unknown objects': 'export const f = a => a.map(Number).filter(Boolean).flatMap(f).find(Boolean)',
  'named groups': 'export const a = /(?<year>\\d{4})\\p{L}/u',
  'relative times': 'export const f = () => new Intl.RelativeTimeFormat("de").format(-1, "day")',
  'modules on demand': 'export const f = () => import("./panel.js")',
  'files and streams': 'export const f = async a => (await a.blob()).text() && new FormData().append("x", new File([], "x"))',
  'observers': 'export const f = a => new ResizeObserver(a).observe(document.body)',
  'an exception with its reason': '// eslint-disable-next-line no-restricted-properties -- asked for\n' +
    'export const f = node => node.inert',
}

for (const [name, code] of Object.entries(GOOD_SCRIPTS)) {
  test(`not reported: ${name}`, async () => {
    assert.deepEqual(await script(code), [])
  })
}

const BAD_STYLES = {
  'inset': 'a { inset: 0 }',
  'inset-inline-start': 'a { inset-inline-start: 0 }',
  'margin-inline': 'a { margin-inline: 1em }',
  'padding-block': 'a { padding-block: 1em }',
  'gap in a flex box': 'a { display: flex; gap: 1em }',
  'aspect-ratio': 'a { aspect-ratio: 1 }',
  'accent-color': 'a { accent-color: red }',
  'appearance': 'a { appearance: none }',
  'translate': 'a { translate: 1px }',
  'dvh': 'a { height: 100dvh }',
  'lh': 'a { height: 2lh }',
  'cqw': 'a { width: 1cqw }',
  'color-mix': 'a { color: color-mix(in srgb, red, blue) }',
  'light-dark in a custom property': 'a { --ink: light-dark(black, white) }',
  'overflow: clip': 'a { overflow: clip }',
  'overflow-wrap: anywhere': 'a { overflow-wrap: anywhere }',
  ':has': 'a:has(b) { color: red }',
  ':is': ':is(a, b) { color: red }',
  ':where': ':where(a) { color: red }',
  ':not of a list': 'a:not(.b, .c) { color: red }',
  '::marker': 'li::marker { color: red }',
  'nesting': 'a { &:hover { color: red } }',
  '@layer': '@layer a { b { color: red } }',
  '@container': '@container (min-width: 1px) { a { color: red } }',
  'ranges in a query': '@media (width < 600px) { a { color: red } }',
  'new features within @supports not': '@supports not (gap: 1px) { a { inset: 0 } }',
  ':focus-visible in a list': 'a:hover, a:focus-visible { color: red }',
  'a ring for :focus-visible alone': 'a:focus-visible { outline: 1px solid }',
  'unknown properties': 'a { colour: red }',
  'an exception without a reason': 'a {\n/* stylelint-disable-next-line floor/unsupported */\ninset: 0 }',
}

for (const [name, code] of Object.entries(BAD_STYLES)) {
  test(`reported: ${name}`, async () => {
    assert.notDeepEqual(await style(code), [])
  })
}

const GOOD_STYLES = {
  'new features after @supports': 'a { top: 0 }\n@supports (inset: 0) { a { inset: 0 } }',
  'a second value after one for all': 'a { height: 100vh; height: 100dvh }',
  'functions that choose': 'a { width: min(26em, 100vw - 2em); padding: max(.5em, env(safe-area-inset-bottom)) }',
  'logical sides': 'a { margin-inline-start: 1em; inline-size: 1em; border-block-end: 1px solid }',
  'gap in a grid': 'a { display: grid; gap: 1em }',
  'preferences': '@media (prefers-color-scheme: dark) { a { color: red } }',
  'one ring for both': 'a:focus { outline: 1px solid }\na:focus:not(:focus-visible) { outline: none }',
  'the host and its attributes': ':host([open]) { all: initial }\n::slotted(a) { color: red }',
  'an exception with its reason': 'a {\n/* stylelint-disable-next-line floor/unsupported -- only beside another */\ninset: 0 }',
}

for (const [name, code] of Object.entries(GOOD_STYLES)) {
  test(`not reported: ${name}`, async () => {
    assert.deepEqual(await style(code), [])
  })
}
