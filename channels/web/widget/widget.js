/** `<ki-lotse>`: the launcher, all that a page loads before the first click. The server fills in the first three. */
const MODULES = './'
const STYLE = ''
const LABELS = {de: {open: 'Chat öffnen', close: 'Chat schließen'}}

const CHAT = 'M4 5h16v11H10l-5 4v-4H4zM8 9h8M8 12.5h5'
const PATH = /\/:translation\/([a-z]{2,3}(?:-[\w-]+)?)(?:\/|$)/ // a page as the city's translation service gives it
const DARK = 0.16 // a contrast of 5 with white
const LIGHT = 0.26 // and with the dark panel

/** The first of the languages (BCP 47) that the widget speaks, such as "tr" for "tr-TR"; German if it speaks none. */
export function chooseLanguage(wanted, labels = LABELS) {
  for (const name of wanted) {
    const whole = String(name || '').toLowerCase()
    const code = [whole, whole.split('-')[0]].find(each => Object.prototype.hasOwnProperty.call(labels, each))
    if (code) return code
  }
  return 'de'
}

/** The entry that an address asks for: "" for the chat itself, null for neither. */
export function linked(hash) {
  const [, , entry] = /^#ki-lotse(=([a-z0-9.-]{1,80}))?$/.exec(hash) || [null, null, null]
  return entry === null ? null : entry || ''
}

/** Luminance (WCAG 2.2) of a colour of three numbers from 0 to 255: 0 to 1. */
export function luminance(colour) {
  const parts = colour.map(each => (each /= 255) > 0.04045 ? ((each + 0.055) / 1.055) ** 2.4 : each / 12.92)
  return parts[0] * 0.2126 + parts[1] * 0.7152 + parts[2] * 0.0722
}

/** The page's colour "#rgb" or "#rrggbb", darker (in the dark scheme lighter) until it can be read; null for another. */
export function readable(accent, dark) {
  const hex = /^#(?:[\da-f]{3}){1,2}$/i.test(accent) && accent.slice(1).replace(/^(.)(.)(.)$/, '$1$1$2$2$3$3')
  if (!hex) return null
  let colour = [0, 2, 4].map(at => parseInt(hex.slice(at, at + 2), 16))
  while (dark ? luminance(colour) < LIGHT : luminance(colour) > DARK) {
    colour = colour.map(each => Math.round(each * 0.9 + (dark ? 25.5 : 0)))
  }
  return `rgb(${colour})`
}

/** The element. Attributes: lang, position, accent, open, endpoint. Events: ki-lotse-open, -close, -answer, -error. */
export class KiLotse extends HTMLElement {
  static get observedAttributes() {
    return ['open', 'accent']
  }

  /** The widget's language: the tag's own, the page's path, the page's, the browser's. */
  get language() {
    const page = this.parentElement && this.parentElement.closest('[lang]')
    const [, path] = PATH.exec(location.pathname) || []
    return chooseLanguage([this.getAttribute('lang'), path, page && page.lang, ...navigator.languages || []])
  }

  connectedCallback() {
    if (document.querySelector('ki-lotse') !== this) return // one is enough
    if (!this._ui) this._build()
    this._say()
    if (this.hasAttribute('accent')) this._colour()
    this._linked = () => this._link()
    addEventListener('hashchange', this._linked)
    this._live = true
    if (this._app) this._app.then(app => app.connect(), () => {})
    this._link()
    if (this.hasAttribute('open')) this._open({focus: false})
  }

  disconnectedCallback() {
    this._live = false
    removeEventListener('hashchange', this._linked)
    if (this._app) this._app.then(app => app.disconnect(), () => {})
  }

  attributeChangedCallback(name, before, now) {
    if (!this._live) return
    if (name === 'accent') this._colour()
    else if (before === null) this._open()
    else if (now === null && this._app) this._app.then(app => app.close(), () => {})
  }

  _colour() {
    const accent = this.getAttribute('accent')
    this._ui.style.setProperty('--accent-light', readable(accent, false))
    this._ui.style.setProperty('--accent-dark', readable(accent, true))
  }

  _build() {
    const root = this.attachShadow({mode: 'open'})
    this._ui = root.appendChild(document.createElement('div'))
    this._ui.className = 'ui'
    this._launcher = this._ui.appendChild(document.createElement('button'))
    Object.assign(this._launcher, {type: 'button', className: 'launcher'})
    this._launcher.setAttribute('aria-haspopup', 'dialog')
    this._launcher.setAttribute('aria-expanded', 'false')
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    svg.setAttribute('viewBox', '0 0 24 24')
    svg.setAttribute('aria-hidden', 'true')
    svg.appendChild(document.createElementNS(svg.namespaceURI, 'path')).setAttribute('d', CHAT)
    this._launcher.append(svg, document.createElement('span'))
    this._launcher.addEventListener('click', () => this.setAttribute('open', ''))
    this._dress(root)
  }

  /** Its style, without a second request where the browser can. */
  _dress(root) {
    if (STYLE && root.adoptedStyleSheets) {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(STYLE)
      root.adoptedStyleSheets = [sheet]
    } else this._style(root, 'launcher.css')
  }

  _style(root, name) {
    const link = document.createElement('link')
    Object.assign(link, {rel: 'stylesheet', href: this._address(name)})
    root.prepend(link)
    return new Promise(resolve => { link.onload = link.onerror = resolve })
  }

  _say() {
    const {language} = this
    const {open, rtl} = LABELS[language]
    Object.assign(this._ui, {lang: language, dir: rtl ? 'rtl' : 'ltr'})
    this._launcher.lastChild.textContent = open
  }

  _link() {
    const entry = linked(location.hash)
    if (entry === null || !this._live) return
    this.setAttribute('open', '')
    if (entry) this._load().then(app => app && app.show(entry))
  }

  async _open(options = {}) {
    if (this._trouble) this._trouble.remove()
    const app = await this._load()
    if (app && this._live && this.hasAttribute('open')) app.open(options)
  }

  _address(name) {
    return new URL(MODULES + name, import.meta.url).href
  }

  /** The app, loaded at the first call; null when it cannot be had now. */
  async _load() {
    this._app = this._app || this._fetch()
    try {
      return await this._app
    } catch (fault) {
      this._app = null
      this._again = `?${Date.now()}` // browsers remember that a module failed
      this.fail('unavailable')
      return null
    }
  }

  /** The chat cannot be had now: shows what the page has between the tags, as without JavaScript. */
  fail(code) {
    this.removeAttribute('open')
    if (this._trouble) this._trouble.remove()
    this._trouble = document.createElement('div')
    this._trouble.className = 'trouble'
    this._trouble.setAttribute('role', 'alert')
    this._trouble.appendChild(document.createElement('slot')).textContent =
      'Das geht gerade nicht. Bitte versuchen Sie es gleich noch einmal. Not possible right now.'
    this._ui.append(this._trouble)
    this.dispatchEvent(new CustomEvent('ki-lotse-error', {bubbles: true, detail: {code}}))
  }

  async _fetch() {
    const styled = this._style(this.shadowRoot, 'style.css')
    const [{App}] = await Promise.all([import(this._address('app.js') + (this._again || '')), styled])
    const {origin} = new URL(this.getAttribute('endpoint') || this._address(''), document.baseURI)
    const app = new App({element: this, ui: this._ui, launcher: this._launcher, origin, labels: LABELS})
    app.connect()
    return app
  }
}

if (!customElements.get('ki-lotse')) customElements.define('ki-lotse', KiLotse)
