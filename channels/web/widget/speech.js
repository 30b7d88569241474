/** Reading aloud by the browser, where it has a voice for the language. */
import {button} from './view.js'

const synthesis = typeof speechSynthesis === 'undefined' ? null : speechSynthesis
const LONGEST = 200 // characters at once; some voices stop after 15 s

/** The voice for a language (BCP 47), one on the device first; null for none. */
export function voiceFor(language, voices) {
  const base = language.split('-')[0]
  const fitting = voices.filter(voice => voice.lang.replace('_', '-').toLowerCase().split('-')[0] === base)
  return fitting.find(voice => voice.localService) || null
}

/** A text in pieces of at most `longest` characters, cut after sentences where there are some. */
export function pieces(text, longest = LONGEST) {
  const found = []
  for (const sentence of text.match(/[^.!?。！？؟።\n]+[.!?。！？؟።\n]*|\n+/g) || []) {
    for (let at = 0; at < sentence.length; at += longest) {
      const piece = sentence.slice(at, at + longest).trim()
      if (piece) found.push(piece)
    }
  }
  return found
}

/** The button that begins and ends reading; hidden as long as there is no voice on the device. */
export function speechButton(app, item) {
  if (!synthesis) return null
  const {texts} = app.words
  const toggle = button(texts.read, '', {className: 'tool', 'data-voice': item.language})
  const hush = () => synthesis.cancel()
  const end = () => {
    toggle.textContent = texts.read
    if (app.hush === hush) app.hush = null
  }
  toggle.addEventListener('click', () => {
    const reading = synthesis.speaking && toggle.textContent === texts.stop
    synthesis.cancel()
    if (reading) return end()
    toggle.textContent = texts.stop
    app.hush = hush
    read(item, end)
  })
  offer(toggle)
  watch(app)
  return toggle
}

function offer(toggle) {
  toggle.hidden = !voiceFor(toggle.dataset.voice, synthesis.getVoices())
}

/** Voices may come late. One listener a panel: one a button would keep every answer that ever was. */
function watch(app) {
  const {ui} = app
  if (app.listening || !synthesis.addEventListener) return
  app.listening = true
  synthesis.addEventListener('voiceschanged', () => ui.querySelectorAll('[data-voice]').forEach(offer))
}

function read({text, language}, end) {
  const voice = voiceFor(language, synthesis.getVoices())
  const all = pieces(text)
  all.forEach((piece, number) => {
    const utterance = new SpeechSynthesisUtterance(piece)
    Object.assign(utterance, {voice, lang: voice.lang})
    utterance.onerror = end
    if (number === all.length - 1) utterance.onend = end
    synthesis.speak(utterance)
  })
}
