/** Keeps a list or a conversation fresh, and tells of new requests. Without it the pages are reloaded by hand. */
const live = document.querySelector('#live')
const title = document.title
const sound = document.querySelector('#sound')
let known = null

/** The part that changes, as it is now; left alone while the server cannot be reached. */
async function refresh() {
  const fresh = await page(live.dataset.live)
  if (!fresh) return
  const focused = live.contains(document.activeElement) && document.activeElement.getAttribute('href')
  live.replaceChildren(...fresh.body.childNodes)
  if (focused) live.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus()
  count(true)
}

/** A page of ours, read by the browser; null without one. Unlike other ways this needs no trusted type. */
function page(address) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest()
    request.open('GET', address)
    request.setRequestHeader('X-Desk-Live', '1')
    request.responseType = 'document'
    request.onload = () => resolve(request.status === 200 ? request.responseXML : null)
    request.onerror = () => resolve(null)
    request.send()
  })
}

/** The number of new requests in the window's title, and a sound when it grows. */
function count(told) {
  const {waiting} = live.querySelector('[data-waiting]')?.dataset ?? {}
  if (waiting === undefined) return
  document.title = waiting === '0' ? title : `(${waiting}) ${title}`
  if (told && Number(waiting) > known && sound.checked) beep()
  known = Number(waiting)
}

function beep() {
  const audio = new AudioContext()
  const tone = audio.createOscillator()
  const volume = audio.createGain()
  volume.gain.value = 0.1
  tone.connect(volume).connect(audio.destination)
  tone.start()
  tone.stop(audio.currentTime + 0.2)
  tone.onended = () => audio.close()
}

if (sound) {
  sound.checked = localStorage.getItem('desk-sound') === 'on'
  sound.addEventListener('change', () => {
    localStorage.setItem('desk-sound', sound.checked ? 'on' : 'off')
    if (sound.checked) beep()
  })
}

count(false)
new EventSource(live.dataset.news).addEventListener('news', refresh)
addEventListener('pageshow', event => event.persisted && refresh())
