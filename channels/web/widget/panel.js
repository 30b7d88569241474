/** The launcher and the panel: their parts, opening and closing, focus and scrolling. Knows nothing of what is said. */
import {icon, make} from './view.js'

const FULL_SCREEN = '(max-width: 479px), (max-height: 479px)' // as in style.css
const PATIENCE_MS = 500 // an answer that comes sooner needs no "please wait"
const FEW = 200 // from here on, the characters left are shown

/** All nodes but the messages, in a shadow root; each part by its name. */
export class Panel {
  #root
  #small = matchMedia(FULL_SCREEN)
  #nodes = new Map() // key of a message -> its node
  #timer
  #waiting = false // the input is to have the focus once it is there
  #sheet
  #removal = {text: '', question: ''}
  #sure = false // removal was pressed once

  constructor(root, stylesheets) {
    this.#root = root
    this.launcherText = make('span')
    this.launcher = make('button', {type: 'button', className: 'launcher', 'data-action': 'open',
      'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'aria-controls': 'panel'}, icon('chat'), this.launcherText)
    this.title = make('h2', {id: 'title', tabIndex: -1})
    this.languageText = make('span', {className: 'unseen'})
    this.languages = make('select')
    this.language = make('label', {className: 'language', hidden: true},
      icon('globe'), this.languageText, this.languages)
    this.closer = make('button', {type: 'button', className: 'round', 'data-action': 'close'}, icon('close'))
    this.log = make('div', {className: 'log', role: 'log', tabIndex: 0, 'aria-labelledby': 'title'})
    this.status = make('p', {className: 'status', role: 'status'})
    this.alert = make('p', {className: 'alert', role: 'alert'})
    this.inputText = make('label', {for: 'input'})
    this.count = make('span', {id: 'count', className: 'count'})
    this.input = make('textarea', {id: 'input', rows: 1, dir: 'auto', enterKeyHint: 'send', autocomplete: 'off',
      'aria-describedby': 'privacy count'})
    this.sendText = make('span')
    this.privacy = make('p', {id: 'privacy', className: 'privacy'})
    this.remover = make('button', {type: 'button', className: 'remove', hidden: true, 'data-action': 'remove'})
    this.form = make('form', {noValidate: true, hidden: true},
      make('div', {className: 'above'}, this.inputText, this.count),
      make('div', {className: 'line'}, this.input, make('button', {className: 'send'}, this.sendText, icon('send'))),
      make('div', {className: 'below'}, this.privacy, this.remover))
    this.dialog = make('dialog', {id: 'panel', role: 'dialog', 'aria-labelledby': 'title'},
      make('header', {}, this.title, this.language, this.closer),
      this.log, make('div', {className: 'news'}, this.status, this.alert), this.form)
    this.ui = make('div', {className: 'ui', hidden: true}, this.launcher, this.dialog)
    const styles = stylesheets.map(href => make('link', {rel: 'stylesheet', href}))
    const loaded = styles.map(style => new Promise(resolve => { style.onload = style.onerror = resolve }))
    /** Resolves when the widget can be seen: never naked, and never missing. */
    this.ready = Promise.all(loaded).then(() => { this.ui.hidden = false })
    root.append(...styles, this.ui)
  }

  /** Tells the handlers what the reader does: open, close, submit, type, retry, speak, remove. Ends with the signal. */
  listen(handlers, signal) {
    const on = (node, type, handle) => node.addEventListener(type, handle, {signal})
    on(this.ui, 'click', event => this.#click(event, handlers))
    on(this.form, 'submit', event => {
      event.preventDefault()
      handlers.submit()
    })
    on(this.input, 'input', handlers.type)
    on(this.input, 'keydown', event => {
      const composing = event.isComposing || event.keyCode === 229 // the second is Safari's
      if (event.key !== 'Enter' || event.shiftKey || composing) return
      event.preventDefault()
      handlers.submit()
    })
    on(this.dialog, 'keydown', event => {
      if (event.key !== 'Escape' || event.isComposing) return
      event.preventDefault()
      handlers.close()
    })
    on(this.dialog, 'close', () => { // the "back" of a phone
      if (!this.dialog.open) handlers.close()
    })
    on(this.languages, 'change', () => handlers.speak(this.languages.selectedOptions[0]))
    on(this.remover, 'blur', () => this.#ask(false))
    this.#watchScreen(signal)
  }

  #click(event, handlers) {
    const node = event.target.closest('[data-action]')
    const action = node?.dataset.action
    if (action === 'open' || action === 'close') handlers[action]()
    if (action === 'retry') handlers.retry(node.dataset.key)
    if (action !== 'remove') this.#ask(false)
    else if (event.detail === 2) return // a double click is one press
    else if (this.#sure) handlers.remove()
    else this.#ask(true)
  }

  /** Removal needs a second press: asks whether it is meant, or takes the question back. */
  #ask(sure) {
    const {text, question} = this.#removal
    if (!sure && this.#sure && this.status.textContent === question) this.tell('')
    this.#sure = sure
    this.remover.textContent = sure ? question : text
    this.remover.classList.toggle('sure', sure)
    if (sure) this.tell(question)
  }

  /** Says what can be said without the server. */
  launch({language, direction, open, close}) {
    Object.assign(this.ui, {lang: language, dir: direction})
    this.launcherText.textContent = this.title.textContent = open
    this.#name(this.closer, close)
  }

  /** Puts all words in a language; `mark` is its question mark. */
  speak({texts, language, direction, languages}, mark) {
    Object.assign(this.ui, {lang: language, dir: direction})
    this.title.textContent = texts.title
    this.launcherText.textContent = texts.open
    this.#name(this.closer, texts.close)
    this.languageText.textContent = texts.language
    this.languages.replaceChildren(...languages.map(({code, autonym, button}) =>
      make('option', {value: code, lang: code, selected: code === language, 'data-button': button}, autonym)))
    this.inputText.textContent = texts.input
    this.sendText.textContent = texts.send
    this.privacy.textContent = texts.privacy
    this.#removal = {text: texts.delete, question: texts.delete + mark}
    this.#ask(false)
    this.language.hidden = this.form.hidden = false
  }

  #name(button, text) {
    button.setAttribute('aria-label', text)
    button.title = text
  }

  /** Opens; on a small screen the page behind rests. Without `focus` a wide page keeps the focus where it is. */
  open({focus = true} = {}) {
    if (this.dialog.open) this.dialog.close()
    this.launcher.hidden = true
    this.launcher.setAttribute('aria-expanded', 'true')
    if (this.#small.matches) this.dialog.showModal()
    else this.dialog.setAttribute('open', '') // show() would move the focus
    this.#waiting = focus
    if (focus) this.focus()
    else if (this.#small.matches) this.title.focus()
    this.#fit()
  }

  /** To the input, or to the title while there is none. */
  focus() {
    (this.form.hidden ? this.title : this.input).focus()
  }

  /** The words have come: the focus that waited on the title goes to the input. */
  focusMoved() {
    if (this.#waiting && this.#root.activeElement === this.title) this.focus()
    this.#waiting = false
  }

  /** Closes, and gives the focus back to the launcher. */
  close() {
    if (this.dialog.open) this.dialog.close()
    this.launcher.hidden = false
    this.launcher.setAttribute('aria-expanded', 'false')
    this.launcher.focus()
  }

  /** The screen may be turned, or half covered by a keyboard. */
  #watchScreen(signal) {
    this.#small.addEventListener('change', () => {
      if (!this.dialog.open) return
      const focused = this.#root.activeElement
      this.dialog.close()
      if (this.#small.matches) this.dialog.showModal()
      else this.dialog.setAttribute('open', '')
      focused?.focus()
    }, {signal})
    for (const type of ['resize', 'scroll']) {
      globalThis.visualViewport?.addEventListener(type, () => this.#fit(), {signal})
    }
  }

  /** iOS lays its keyboard over the page; the panel ends above it. A constructed sheet needs no inline style. */
  #fit() {
    const seen = globalThis.visualViewport
    if (!seen || !this.dialog.open || !this.#root.adoptedStyleSheets) return
    this.#sheet ??= new CSSStyleSheet()
    const zoomed = seen.scale > 1.01
    const height = `${Math.round(seen.height)}px`
    this.#sheet.replaceSync(zoomed ? '' : `:host { --height: ${height}; --top: ${Math.round(seen.offsetTop)}px }`)
    this.#root.adoptedStyleSheets = [this.#sheet]
  }

  /** Shows the items, in order: new ones by `create`, the known ones changed by `update`, none drawn twice. */
  draw(items, create, update) {
    const {log} = this
    const wasLow = this.#low
    const keys = new Set(items.map(item => item.key))
    for (const [key, node] of this.#nodes) if (!keys.has(key)) this.#drop(key, node)
    let added = null
    items.forEach((item, place) => {
      let node = this.#nodes.get(item.key)
      if (!node) {
        node = create(item)
        this.#nodes.set(item.key, node)
        added = item
      }
      update(node, item)
      if (log.children[place] !== node) log.insertBefore(node, log.children[place] ?? null)
    })
    if (added && (wasLow || added.author === 'resident')) this.scroll(added)
  }

  #drop(key, node) {
    node.remove()
    this.#nodes.delete(key)
  }

  /** To the end; but the beginning of a long answer, and the question before it, stay in view. */
  scroll(added) {
    const questions = this.log.querySelectorAll('.message.resident')
    const last = questions[questions.length - 1]
    const start = last ? last.offsetTop - 8 : 0
    this.log.scrollTop = added?.author === 'resident' ? this.log.scrollHeight : start
  }

  /** Says what goes on; "" ends it. With `patience` only when it lasts. */
  tell(text, patience = false) {
    clearTimeout(this.#timer)
    if (this.status.textContent === text) return
    if (patience) {
      this.#timer = setTimeout(() => this.tell(text), PATIENCE_MS)
      return
    }
    const wasLow = this.#low
    this.status.textContent = text
    if (text && wasLow) this.toEnd() // the line takes its room from the log
  }

  /** Scrolls to what was said last. */
  toEnd() {
    this.log.scrollTop = this.log.scrollHeight
  }

  get #low() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60
  }

  /** Says what went wrong, in a language; "" ends it. */
  warn(text, language = '') {
    this.alert.lang = language || this.ui.lang
    this.alert.dir = 'auto'
    this.alert.textContent = text
  }

  /** Shows how many characters are left, when they become few; `text` says it. */
  countdown(left, text) {
    this.count.textContent = left < FEW ? text : ''
    this.count.classList.toggle('over', left < 0)
    this.input.setAttribute('aria-invalid', String(left < 0))
  }
}
