/** The oldest browsers the widget is for, and the names of the DOM that one of them lacks. */
import {createRequire} from 'node:module'

/** For the libraries: Chrome and Android's WebView 80, Firefox 78, Safari 14 and iOS 14. */
export const BROWSERS = ['chrome 80', 'firefox 78', 'safari 14', 'ios_saf 14.0-14.4']

// Firefox for Android has no 78: 68 was followed by 79.
const VERSIONS = {
  chrome: 80, chrome_android: 80, webview_android: 80, firefox: 78, firefox_android: 79, safari: 14, safari_ios: 14,
}

const read = createRequire(import.meta.url)
const {api, css, html} = read('@mdn/browser-compat-data')

/** A statement of the data: `version_added` is "80", "≤37", "preview", true, false or null. */
function knows({version_added: added, version_removed: removed, flags, prefix, alternative_name: other}, version) {
  if (flags || prefix || other || !added) return false
  return (added === true || parseFloat(String(added).replace('≤', '')) <= version) &&
    !(removed && parseFloat(removed) <= version)
}

function everywhere({support}, browsers = Object.keys(VERSIONS)) {
  return browsers.every(browser => [support[browser] ?? []].flat().some(one => knows(one, VERSIONS[browser])))
}

const BUILT_IN = [Object, Function, Array, String, Number, Date, RegExp, Map, Set, Promise, Error, Intl]
  .flatMap(known => [known, known.prototype ?? {}]).flatMap(Object.getOwnPropertyNames)
const TOUCHED = new RegExp('^(Abort|Clipboard$|Crypto$|CSSStyleSheet$|Document|Element|Event|FormData$|History$|HTML|' +
  'Keyboard|Location$|MediaQuery|Navigator$|Node|Range$|Re(quest|sponse)$|Selection$|Shadow|Storage$|Text|URL|Window$)')

/** Names of members which no interface has in all of the browsers: replaceChildren, inert, showModal, randomUUID.
 *
 * Of the interfaces that a widget touches; a name of another kind, such as `token`, may be a property of our own.
 */
export function missingMembers() {
  const known = new Set(BUILT_IN)
  const missing = new Set()
  for (const [owner, members] of Object.entries(api)) {
    for (const [name, {__compat: data}] of Object.entries(members)) {
      const plain = name.replace(/_static$/, '')
      if (name === '__compat' || !data || !/^\w+$/.test(plain)) continue
      if (everywhere(data)) known.add(plain)
      else if (TOUCHED.test(owner) && !plain.includes('_')) missing.add(plain)
    }
  }
  return [...missing].filter(name => !known.has(name))
}

/** [object, name] of what is called on its interface or on the window: AbortSignal.timeout, window.CloseWatcher. */
export function missingStatics() {
  const statics = Object.entries(api).flatMap(([owner, members]) => Object.entries(members)
    .filter(([name, {__compat: data}]) => name.endsWith('_static') && data && !everywhere(data))
    .map(([name]) => [owner, name.replace('_static', '')]))
  const names = Object.keys(api).filter(name => !everywhere(api[name].__compat))
  return [...statics, ...['window', 'self', 'globalThis'].flatMap(object => names.map(name => [object, name]))]
}

/** Names of elements that one of the browsers lacks: dialog, search. */
export function missingElements() {
  return Object.entries(html.elements).filter(([, {__compat: data}]) => data && !everywhere(data)).map(([name]) => name)
}

/** The parts of a stylesheet by name, as `lacks` takes them. */
export const CSS = {
  properties: css.properties,
  selectors: css.selectors,
  atRules: css['at-rules'],
  media: css['at-rules'].media,
  functions: {...css.types, ...css.types.color, ...css.types['filter-function'], ...css.types.gradient},
  units: css.types.length,
}

// WebView draws as Chrome does; the data on it is older (margin-inline-start: 87 there, 69 in Chrome).
const DRAWING = Object.keys(VERSIONS).filter(browser => browser !== 'webview_android')

/** True when a browser draws without it; false also for a name that the data does not have. */
export function lacks(parts, name) {
  const data = Object.hasOwn(parts ?? {}, name) && parts[name].__compat
  return Boolean(data) && !everywhere(data, DRAWING)
}
