/** The chat behind the launcher: wires the modules. What is not needed for an answer comes from `extras.js`. */
import {Connection, newId, persist} from './connection.js'
import {Conversation, charactersLeft} from './conversation.js'
import {Panel} from './panel.js'
import {TokenStore} from './storage.js'
import {join} from './tabs.js'
import {messageNode, updateMessage} from './view.js'

const PATIENCE = 5 // failed calls at opening before the page's own words are shown, about 7 s

/** One chat. Public: `open`, `close`, `show(entry)`, `connect`, `disconnect`; the rest is for `extras.js`. */
export class App {
  store = new TokenStore()
  conversation = new Conversation()
  words = null // what /api/words said last
  hush = null // ends reading aloud, where something is read
  _speaking = 0 // counts the languages asked for; the last one wins
  _greetings = 0

  constructor({element, ui, launcher, origin, labels}) {
    Object.assign(this, {element, ui, origin, _labels: labels})
    this.panel = new Panel(element, ui, launcher)
    this.panel.listen(this._handlers())
    this.connection = new Connection(origin)
    this._talk = new AbortController() // ends the requests of this conversation
  }

  /** The element is in the page. */
  connect() {
    this._life = new AbortController() // ends every request
    this.connection.token = this.store.token
    this.connection.language = this.element.language
    this.panel.launch(this._labels[this.element.language])
    this.panel.watch(true)
    this._visible = () => this.follow()
    document.addEventListener('visibilitychange', this._visible)
    this._tabs = join(this)
  }

  /** The element has left the page. */
  disconnect() {
    document.removeEventListener('visibilitychange', this._visible)
    this.panel.watch(false)
    this._tabs.close()
    for (const controller of [this._life, this._talk, this._reading]) if (controller) controller.abort()
    this._life = this._reading = null
    this._talk = new AbortController()
  }

  _handlers() {
    const handlers = {
      close: () => this.element.removeAttribute('open'),
      submit: () => this._submit(),
      type: () => this._typed(),
      retry: node => this._retry(node.dataset.key),
      newer: () => this.panel.toEnd(),
      person: () => this.say(this.words.person.title, this.words.person.id),
      emergency: node => this._numbers(node),
      barrier: () => this.show(this.words.entries.barrier),
      privacy: () => this.show(this.words.entries.privacy),
      leave: () => this._leave(),
    }
    for (const name of ['language', 'more', 'files']) handlers[name] = node => this._extra(name, node)
    return handlers
  }

  /** Opens the panel. */
  async open(options) {
    const was = !this.panel.dialog.hidden
    this.panel.open(options)
    if (!was) this.tell('open')
    if (!this.words) await this._load()
    if (!was) this.panel.scroll()
    this.follow()
  }

  close() {
    if (this.panel.dialog.hidden) return
    if (this.hush) this.hush()
    this.panel.close()
    this.follow()
    this.tell('close')
  }

  /** Shows an entry's answer, as nobody's reply; nothing when there is no such entry. */
  async show(entry) {
    if (!this.words) await this._load()
    try {
      this.conversation.note(await this.connection.answer(entry, this.words.language))
      this._draw()
      this.panel.toEnd()
    } catch (fault) {
      if (this.words && fault.code !== 'unknown_entry') this.panel.warn(fault.text || this.words.texts.failed)
    }
  }

  /** Tells the page: an event "ki-lotse-…" without anybody's words. */
  tell(name, detail = null) {
    this.element.dispatchEvent(new CustomEvent(`ki-lotse-${name}`, {bubbles: true, detail}))
  }

  /** The conversation so far and the words in its language. Where it fails, opening again tries again. */
  _load() {
    this._loading = this._loading || this._fetch().finally(() => { this._loading = null })
    return this._loading
  }

  async _fetch() {
    const {signal} = this._life
    let vain = 0
    const insist = task => persist(task, signal, fault => {
      if (++vain > PATIENCE) throw fault
      this.panel.tell(fault.text || '…')
    })
    try {
      const [gone] = await Promise.all([
        insist(() => this.recall(signal)),
        insist(() => this.speak(this.element.language)),
      ])
      const {language} = this.conversation.state || {}
      if (language) await this._followLanguage(language)
      this.panel.warn(gone ? gone.text : '', gone && gone.language)
    } catch (fault) {
      if (!signal.aborted) this.element.fail(fault.code)
    }
    if (!this.conversation.waiting) this.panel.tell('')
  }

  /** Reads what the token opens. Returns the fault when that is gone. */
  async recall(signal = this._life.signal) {
    try {
      for (let more = Boolean(this.connection.token); more;) {
        const page = await this.connection.read(this.conversation.seen, signal)
        this._take(page)
        more = page.more
      }
    } catch (fault) {
      if (fault.code !== 'gone') throw fault
      this.forget()
      return fault
    }
    return null
  }

  /** Speaks a language from now on, and greets in it as long as nothing was said. */
  async speak(language) {
    const turn = ++this._speaking
    const words = await this.connection.words(language, this._life.signal)
    if (turn !== this._speaking) return
    this.words = words
    this.connection.language = words.language
    this.panel.speak(words)
    this._typed()
    if (!this._greeting || !this.conversation.items.length) this._greet()
    this._draw()
  }

  /** The interface follows the language that the resident writes. */
  _followLanguage(spoken) {
    const known = this.words && this.words.languages.some(({code}) => code === spoken)
    return known && spoken !== this.words.language ? this.speak(spoken).catch(() => {}) : null
  }

  _greet() {
    const {greeting, language, direction} = this.words
    this._greeting = {...greeting, author: 'bot', language, direction, key: `greeting-${++this._greetings}`}
  }

  _draw() {
    if (!this.words) return
    const {texts, ...ui} = this.words
    const create = item => this._created(item, messageNode(item, texts, ui, ({id, title}) => this.say(title, id)))
    const update = (node, item) => updateMessage(node, item, texts, ui)
    this.panel.draw([this._greeting, ...this.conversation.items], create, update)
    const {waiting} = this.conversation
    if (waiting !== this._waited) this.panel.tell(waiting ? texts.waiting : '', waiting)
    this._waited = waiting
    this._ask()
  }

  _created(item, node) {
    if (item.author === 'bot' && item.entry) {
      setTimeout(() => this._extra('answer', node, item)) // the answer is drawn first
      this.tell('answer', {entry: item.entry})
    }
    return node
  }

  /** What is not needed for an answer is loaded when it is wanted. */
  async _extra(name, ...rest) {
    try {
      const {extras, dress} = await import('./extras.js')
      await dress(this)
      await extras[name](this, ...rest)
    } catch (fault) {
      if (name !== 'answer' && this.words) this.panel.warn(fault.text || this.words.texts.failed, fault.language)
    }
  }

  _typed() {
    const left = charactersLeft(this.panel.input.value)
    const count = `\u2066${left}\u2069` // a minus stays before its number
    this.panel.countdown(left, this.words ? this.words.texts.characters.replace('{count}', count) : '')
  }

  _submit() {
    const {input} = this.panel
    if (input.value.trim()) this.say(input.value)
    input.value = input.value.trim() ? '' : input.value
    this._typed()
    input.focus()
  }

  _retry(key) {
    this.panel.input.focus()
    this.panel.warn('')
    this.conversation.retry(key)
    this._flush()
  }

  /** Sends a text, or a button's title with its id; what was typed goes back to the input if it is refused. */
  say(text, button = null) {
    const full = button ? '' : text
    this.conversation.add({clientId: newId(), text, full, button, language: this.words.language})
    this.panel.warn('')
    this._flush()
  }

  /** Sends what is to be sent, one after the other. */
  async _flush() {
    const {signal} = this._talk
    this._draw()
    if (this._flushed === signal) return
    this._flushed = signal
    while (this.conversation.next && !signal.aborted) await this._deliver(this.conversation.next, signal)
    if (this._flushed === signal) this._flushed = null
    this.follow()
  }

  async _deliver(item, signal) {
    const {texts} = this.words
    const troubled = fault => this.panel.tell(fault.text || texts.offline)
    try {
      const reply = await persist(() => this.connection.send(item, signal), signal, troubled)
      if (signal.aborted) return
      if (reply.token) {
        this.store.token = this.connection.token = reply.token
        this._tabs.give(reply.token)
      }
      this._waited = null // says anew whether an answer is to come
      this._take(reply)
      this.conversation.confirm(reply.message)
      if (!this.conversation.failed) this.panel.warn('')
    } catch (fault) {
      if (signal.aborted) return
      if (fault.code === 'gone') return this._gone(fault)
      this._refused(item, fault)
    }
    this._draw()
  }

  _refused(item, fault) {
    const {texts} = this.words
    this._waited = null
    if (fault.temporary) this.conversation.fail()
    else { // the text goes back to where it can be mended
      this.conversation.discard(item.key)
      this._refill(item.full)
    }
    this.panel.warn(fault.text || texts.failed, fault.language)
    this.tell('error', {code: fault.code})
    this._draw()
    this.panel.toEnd()
  }

  _refill(text) {
    const {input} = this.panel
    input.value = [text, input.value].filter(Boolean).join('\n')
    this._typed()
  }

  _take({messages, state, after}) {
    this.conversation.receive(messages, after)
    const before = this.conversation.state && this.conversation.state.language
    if (state) this.conversation.state = state
    this._draw()
    const {language} = this.conversation.state || {}
    if (language && language !== before) this._followLanguage(language)
  }

  /** Reads on while somebody looks: the panel is open and the tab is in front. */
  async follow() {
    const looking = this._life && !this.panel.dialog.hidden && !document.hidden && this.connection.token
    if (!looking) {
      if (this._reading) this._reading.abort()
      this._reading = null
    }
    if (!looking || this._reading) return
    const {signal} = this._reading = new AbortController()
    try {
      const {follow} = await import('./follow.js')
      for await (const news of follow(this.connection, () => this.conversation.seen, signal)) {
        if (signal.aborted) return
        this._take(news)
      }
    } catch (fault) {
      if (signal.aborted) return
      if (fault.code === 'gone') this._gone(fault)
      else this._reading = null // its module could not be had; the next message tries again
    }
  }

  /** The conversation is no more: say so, keep what was being written, and start anew. */
  _gone(fault) {
    const text = this.conversation.unsent
    this.forget()
    this._refill(text)
    this.panel.warn(fault.text || this.words.texts.failed, fault.language)
  }

  /** Starts anew, with an empty panel and without a token; `all`: in the other tabs too. */
  forget(all = true) {
    const {token} = this.connection
    if (this.hush) this.hush()
    for (const controller of [this._talk, this._reading]) if (controller) controller.abort()
    this._talk = new AbortController()
    this._reading = null
    if (all && token) this._tabs.end(token)
    this.store.token = this.connection.token = null
    this.conversation = new Conversation()
    if (!this.words) return
    this._greet()
    this._draw()
  }

  _numbers(node) {
    const {numbers} = this.panel
    numbers.hidden = !numbers.hidden
    node.setAttribute('aria-expanded', String(!numbers.hidden))
  }

  /** Away in one tap: the panel is emptied and the token forgotten before the other page comes. */
  _leave() {
    const {leave} = this.words
    this.panel.input.value = ''
    this.forget()
    this.panel.dialog.hidden = true
    location.replace(leave)
  }

  /** While staff have a case, and only then, the token may stay on the device: if it is the resident's own. */
  _ask() {
    const {state} = this.conversation
    const open = Boolean(state && state.mode !== 'bot' && this.connection.token)
    if (state && !open && this.store.kept) this.store.keep(false)
    const {question} = this.panel
    const wanted = open && !this.store.kept && this.asked !== this.connection.token
    if (wanted && question.hidden) this._extra('own', question)
    if (!wanted) question.hidden = true
  }
}
