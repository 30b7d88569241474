/** The panel: its parts, opening and closing, focus and scrolling. Knows nothing of what is said. */
import {Screen} from './screen.js'
import {button, icon, make} from './view.js'

const PATIENCE_MS = 500 // an answer that comes sooner needs no "please wait"
const FEW = 200 // from here on, the characters left are shown
const SMALL = '(max-width: 479px), (max-height: 479px)' // covers the screen, as in style.css
const NEAR = 60 // pixels from the end of the log that still count as its end

/** All nodes but the messages, each by its name. */
export class Panel {
  _nodes = new Map() // key of a message -> its node

  constructor(element, ui, launcher) {
    Object.assign(this, {ui, launcher, _element: element})
    this._head()
    this._talk()
    this._form()
    this.dialog = make('div', {id: 'panel', className: 'panel', role: 'dialog', hidden: true, 'aria-labelledby': 'title'},
      this.header, this.drawer, this.log, this.news, this.help, this.numbers, this.form)
    ui.append(this.dialog)
    launcher.setAttribute('aria-controls', 'panel')
  }

  _head() {
    this.title = make('h2', {id: 'title', tabIndex: -1})
    this.languageName = make('bdi')
    this.language = button('', 'language', {className: 'language', hidden: true, 'aria-expanded': 'false',
      'aria-controls': 'drawer'}, icon('globe'), this.languageName)
    this.more = button('', 'more', {className: 'round', hidden: true, 'aria-expanded': 'false', 'aria-controls': 'drawer'},
      icon('more'))
    this.closer = button('', 'close', {className: 'round'}, icon('close'))
    this.header = make('div', {className: 'head'}, this.title, this.language, this.more, this.closer)
    this.drawer = make('div', {id: 'drawer', className: 'drawer', hidden: true})
  }

  _talk() {
    this.log = make('div', {className: 'log', role: 'log', tabIndex: 0, 'aria-labelledby': 'title'})
    this.status = make('p', {className: 'status', role: 'status'})
    this.alert = make('p', {className: 'alert', role: 'alert'})
    this.question = make('div', {className: 'question', role: 'group', 'aria-live': 'polite', hidden: true})
    this.newer = button('', 'newer', {className: 'choice newer', hidden: true})
    this.news = make('div', {className: 'news'}, this.newer, this.status, this.alert, this.question)
    this.personText = make('span')
    this.person = button('', 'person', {className: 'choice person'}, icon('person'), this.personText)
    this.emergencyText = make('span')
    this.emergency = button('', 'emergency', {className: 'choice emergency', 'aria-expanded': 'false',
      'aria-controls': 'numbers'}, icon('phone'), this.emergencyText)
    this.help = make('div', {className: 'help', hidden: true}, this.person, this.emergency)
    this.numbers = make('ul', {id: 'numbers', className: 'numbers', hidden: true})
  }

  _form() {
    this.inputText = make('label', {for: 'input'})
    this.count = make('span', {id: 'count', className: 'count'})
    this.input = make('textarea', {id: 'input', rows: 1, dir: 'auto', enterKeyHint: 'send', autocomplete: 'off',
      'aria-describedby': 'privacy count'})
    this.sendText = make('span')
    this.barrier = button('', 'barrier', {className: 'quiet'})
    this.privacy = make('p', {id: 'privacy', className: 'privacy'})
    this.privacyMore = button('', 'privacy', {className: 'quiet'})
    this.form = make('form', {noValidate: true, hidden: true},
      make('div', {className: 'above'}, this.inputText, this.count),
      make('div', {className: 'line'}, this.input, make('button', {className: 'send'}, this.sendText, icon('send'))),
      this.privacy, make('div', {className: 'below'}, this.barrier, this.privacyMore))
  }

  /** Calls `handlers[action]` for each button, and submit, type, files and close. */
  listen(handlers) {
    this.dialog.onclick = event => {
      const node = event.target.closest('[data-action]')
      if (node && handlers[node.dataset.action]) handlers[node.dataset.action](node)
    }
    this.form.onsubmit = event => {
      event.preventDefault()
      handlers.submit()
    }
    this.input.oninput = handlers.type
    this.dialog.onkeydown = event => {
      if (event.isComposing || event.keyCode === 229) return // the second is Safari's
      const enter = event.key === 'Enter' && !event.shiftKey && event.target === this.input
      if (!enter && event.key !== 'Escape') return
      event.preventDefault()
      if (enter) handlers.submit()
      else if (!this.drawer.hidden) this.fold()
      else handlers.close()
    }
    this.log.onscroll = () => { if (this._low) this.newer.hidden = true }
    const {dialog} = this
    dialog.onpaste = dialog.ondrop = dialog.ondragover = event => {
      const data = event.clipboardData || event.dataTransfer
      if (![...data.types].includes('Files')) return
      event.preventDefault()
      if (event.type !== 'dragover') handlers.files()
    }
    this._screen = new Screen(this._element, this.ui, dialog, handlers.close)
  }

  /** Watches the screen as long as the element is in the page. */
  watch(watching) {
    this._small = this._small || matchMedia(SMALL)
    this._small.onchange = watching ? () => this._cover() : null
    if (!watching) this._screen.cover(false)
  }

  /** On a small screen the page behind rests while the panel is open. */
  _cover() {
    this._screen.cover(this._small.matches && !this.dialog.hidden)
  }

  /** Says what can be said without the server. */
  launch({open, close}) {
    this.title.textContent = open
    this._name(this.closer, close)
  }

  /** Puts all words in a language. */
  speak({texts, language, direction, languages, person, emergency}) {
    Object.assign(this.ui, {lang: language, dir: direction})
    this.title.textContent = texts.title
    this.launcher.lastChild.textContent = texts.open
    this._name(this.closer, texts.close)
    this._name(this.more, texts.more)
    const {autonym} = languages.find(({code}) => code === language) || {autonym: language}
    this.languageName.textContent = autonym
    this.language.setAttribute('aria-label', `${autonym}, ${texts.language}`)
    this.personText.textContent = person.title
    this.emergencyText.textContent = texts.emergency
    this.numbers.replaceWith(this.numbers = make('ul', {id: 'numbers', className: 'numbers', hidden: this.numbers.hidden},
      ...emergency.map(({number, label}) => make('li', {}, make('a', {href: `tel:${number}`},
        make('bdi', {dir: 'ltr'}, number)), make('span', {}, label)))))
    const words = [[this.inputText, 'input'], [this.sendText, 'send'], [this.privacy, 'privacy'],
      [this.privacyMore, 'privacy_more'], [this.barrier, 'barrier'], [this.newer, 'new_message']]
    for (const [node, key] of words) node.textContent = texts[key]
    for (const node of [this.language, this.more, this.help, this.form]) node.hidden = false
    this.focusInput()
  }

  _name(node, text) {
    node.setAttribute('aria-label', text)
    node.title = text
  }

  /** Shows a node below the head, in place of the one before; `opener` is the button that asked for it. */
  unfold(opener, node) {
    this._opener = opener
    for (const each of [this.language, this.more]) each.setAttribute('aria-expanded', String(each === opener))
    this.drawer.textContent = ''
    this.drawer.append(node)
    this.drawer.hidden = false
    const first = node.querySelector('input, button')
    if (first) first.focus()
  }

  /** Takes it away again, and gives the focus back to its button. */
  fold() {
    if (this.drawer.hidden) return
    this.drawer.hidden = true
    this.drawer.textContent = ''
    this._opener.setAttribute('aria-expanded', 'false')
    this._opener.focus()
  }

  /** Opens. Without `focus` a wide page keeps the focus where it is. */
  open({focus = true} = {}) {
    this.launcher.hidden = true
    this.launcher.setAttribute('aria-expanded', 'true')
    this.dialog.hidden = false
    this._cover()
    this._wanted = focus || this._small.matches
    this.focusInput()
  }

  /** The focus that is wanted goes to the input; to the title as long as there is none. */
  focusInput() {
    if (!this._wanted || this.dialog.hidden) return
    if (this.form.hidden) this.title.focus()
    else {
      this._wanted = false
      this.input.focus({preventScroll: true}) // the form is always in view
    }
  }

  /** Closes, and gives the focus back to the launcher. */
  close() {
    this.fold()
    this.dialog.hidden = true
    this._cover()
    this.launcher.hidden = false
    this.launcher.setAttribute('aria-expanded', 'false')
    this.launcher.focus()
  }

  /** Shows the items, in order: new ones by `create`, the known ones changed by `update`, none drawn twice. */
  draw(items, create, update) {
    const wasLow = this._low
    const keys = new Set(items.map(item => item.key))
    for (const [key, node] of this._nodes) if (!keys.has(key)) this._drop(key, node)
    let added = null
    items.forEach((item, place) => {
      let node = this._nodes.get(item.key)
      if (!node) {
        node = create(item)
        this._nodes.set(item.key, node)
        added = item
      }
      update(node, item)
      if (this.log.children[place] !== node) this.log.insertBefore(node, this.log.children[place] || null)
    })
    if (!added) return
    if (wasLow || added.author === 'resident') this.scroll(added)
    else this.newer.hidden = false
  }

  _drop(key, node) {
    node.remove()
    this._nodes.delete(key)
  }

  /** To the end; but the beginning of a long answer, and the question before it, stay in view. */
  scroll(added) {
    const questions = this.log.querySelectorAll('.message.resident')
    const last = questions[questions.length - 1]
    const start = last ? last.offsetTop - 8 : added && added.key.startsWith('note') ? this.toEnd() : 0
    this.log.scrollTop = added && added.author === 'resident' ? this.log.scrollHeight : start
  }

  /** Scrolls to what was said last. */
  toEnd() {
    const {lastChild} = this.log
    this.log.scrollTop = lastChild ? lastChild.offsetTop - 8 : 0
    return this.log.scrollTop
  }

  /** Says what goes on; "" ends it. With `patience` only when it lasts. */
  tell(text, patience = false) {
    clearTimeout(this._timer)
    if (this.status.textContent === text) return
    if (patience) {
      this._timer = setTimeout(() => this.tell(text), PATIENCE_MS)
      return
    }
    const wasLow = this._low
    this.status.textContent = text
    if (text && wasLow) this.log.scrollTop = this.log.scrollHeight // the line takes its room from the log
  }

  get _low() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR
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
