/** The widget's own words: what it says before, or without, the server. All else comes from /api/words. */

/** As in faq/texts/<language>.yml (a test compares them); `question` is the mark that ends one. */
export const WORDS = {
  de: {
    open: 'Chat öffnen',
    close: 'Chat schließen',
    offline: 'Keine Verbindung. Wir versuchen es weiter.',
    unavailable: 'Das geht gerade nicht. Bitte versuchen Sie es gleich noch einmal.',
    question: '?',
  },
  en: {
    open: 'Open chat',
    close: 'Close chat',
    offline: 'No connection. We keep trying.',
    unavailable: 'This is not possible right now. Please try again in a moment.',
    question: '?',
  },
  tr: {
    open: 'Sohbeti aç',
    close: 'Sohbeti kapat',
    offline: 'Bağlantı yok. Denemeye devam ediyoruz.',
    unavailable: 'Şu anda olmuyor. Lütfen biraz sonra tekrar deneyin.',
    question: '?',
  },
  ar: {
    open: 'فتح المحادثة',
    close: 'إغلاق المحادثة',
    offline: 'لا يوجد اتصال. نواصل المحاولة.',
    unavailable: 'هذا غير ممكن الآن. يرجى المحاولة مرة أخرى بعد قليل.',
    question: '؟',
  },
  uk: {
    open: 'Відкрити чат',
    close: 'Закрити чат',
    offline: "Немає з'єднання. Ми пробуємо далі.",
    unavailable: 'Зараз це неможливо. Будь ласка, спробуйте ще раз трохи пізніше.',
    question: '?',
  },
  ru: {
    open: 'Открыть чат',
    close: 'Закрыть чат',
    offline: 'Нет соединения. Мы пробуем дальше.',
    unavailable: 'Сейчас это невозможно. Пожалуйста, попробуйте ещё раз чуть позже.',
    question: '?',
  },
  fa: {
    open: 'باز کردن چت',
    close: 'بستن چت',
    offline: 'اتصال برقرار نیست. باز هم تلاش می‌کنیم.',
    unavailable: 'الان ممکن نیست. لطفاً کمی بعد دوباره امتحان کنید.',
    question: '؟',
  },
  fr: {
    open: 'Ouvrir le chat',
    close: 'Fermer le chat',
    offline: "Pas de connexion. Nous continuons d'essayer.",
    unavailable: "Ce n'est pas possible en ce moment. Veuillez réessayer dans un instant.",
    question: '\u00a0?',
  },
  pl: {
    open: 'Otworzyć czat',
    close: 'Zamknąć czat',
    offline: 'Brak połączenia. Próbujemy dalej.',
    unavailable: 'Teraz to nie działa. Proszę za chwilę spróbować jeszcze raz.',
    question: '?',
  },
  ro: {
    open: 'Deschideți chatul',
    close: 'Închideți chatul',
    offline: 'Nu este conexiune. Încercăm în continuare.',
    unavailable: 'Acum nu se poate. Vă rugăm să încercați din nou peste puțin timp.',
    question: '?',
  },
  bg: {
    open: 'Отваряне на чата',
    close: 'Затваряне на чата',
    offline: 'Няма връзка. Продължаваме да опитваме.',
    unavailable: 'В момента не може. Моля, опитайте пак след малко.',
    question: '?',
  },
  zh: {
    open: '打开聊天',
    close: '关闭聊天',
    offline: '没有网络连接。我们会继续尝试。',
    unavailable: '现在不行。请稍后再试一次。',
    question: '？',
  },
  kmr: {
    open: 'Chatê veke',
    close: 'Chatê bigire',
    offline: 'Girêdan tune ye. Em hê jî diceribînin.',
    unavailable: 'Ev niha nabe. Ji kerema xwe piştî demeke kin dîsa biceribînin.',
    question: '?',
  },
  ti: {
    open: 'ቻት ክፈቱ',
    close: 'ቻት ዕጸዉ',
    offline: 'ርክብ ኢንተርነት የለን። ምፍታን ንቕጽል ኣለና።',
    unavailable: 'እዚ ሕጂ ኣይከኣልን ኣሎ። በጃኹም ድሕሪ ቁሩብ ግዜ እንደገና ፈትኑ።',
    question: '?',
  },
  'de-x-easy': {
    open: 'Chat öffnen',
    close: 'Chat schließen',
    offline: 'Die Verbindung fehlt gerade. Wir versuchen es weiter.',
    unavailable: 'Das geht gerade nicht. Bitte versuchen Sie es gleich noch einmal.',
    question: '?',
  },
}

const RIGHT_TO_LEFT = ['ar', 'fa']

/** The words for a language such as "de-AT" or "de-x-easy", with their own language and direction; German for any other. */
export function wordsFor(language) {
  const whole = language.toLowerCase()
  const code = [whole, whole.split('-')[0]].find(each => Object.hasOwn(WORDS, each)) ?? 'de'
  return {...WORDS[code], language: code, direction: RIGHT_TO_LEFT.includes(code) ? 'rtl' : 'ltr'}
}
