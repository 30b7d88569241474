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
}

const RIGHT_TO_LEFT = ['ar', 'fa']

/** The words for a language such as "de-AT", with their own language and direction; German for any other. */
export function wordsFor(language) {
  const short = language.toLowerCase().split('-')[0]
  const code = Object.hasOwn(WORDS, short) ? short : 'de'
  return {...WORDS[code], language: code, direction: RIGHT_TO_LEFT.includes(code) ? 'rtl' : 'ltr'}
}
