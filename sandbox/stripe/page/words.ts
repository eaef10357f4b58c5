/** The words of the hosted pages. */
const words = {
	en: {
		title: "Payment sandbox",
		sandbox: "Sandbox: no money moves. This page stands in for Stripe Checkout.",
		once: "You pay {amount}.",
		monthly: "You pay {amount} each month.",
		email: "Email",
		how: "How do you pay?",
		card: "A card that works",
		debit: "SEPA direct debit (it succeeds a moment later)",
		declined: "A card that is declined",
		pay: "Pay",
		back: "Back without paying",
		refused: "Your card was declined. Try another one.",
		emailWrong: "This is not an email address.",
		gone: "This payment page is closed.",
		portal: "Manage a monthly payment",
		renews: "{amount} each month; the next payment is on {date}.",
		ends: "It ends on {date}.",
		ended: "It has ended.",
		paused: "It is paused.",
		newCard: "Use another card",
		cancel: "End it now",
		return: "Back to the site",
		changed: "Done.",
	},
	ru: {
		title: "Учебная оплата",
		sandbox: "Учебный режим: деньги не списываются. Эта страница заменяет Stripe Checkout.",
		once: "К оплате: {amount}.",
		monthly: "К оплате каждый месяц: {amount}.",
		email: "Электронная почта",
		how: "Как вы платите?",
		card: "Картой, которая работает",
		debit: "Прямым дебетом SEPA (пройдёт чуть позже)",
		declined: "Картой, которую банк отклонит",
		pay: "Оплатить",
		back: "Вернуться без оплаты",
		refused: "Банк отклонил карту. Попробуйте другую.",
		emailWrong: "Это не похоже на адрес электронной почты.",
		gone: "Эта страница оплаты закрыта.",
		portal: "Управление ежемесячным платежом",
		renews: "{amount} каждый месяц; следующий платёж {date}.",
		ends: "Он закончится {date}.",
		ended: "Он прекращён.",
		paused: "Он приостановлен.",
		newCard: "Сменить карту",
		cancel: "Прекратить сейчас",
		return: "Вернуться на сайт",
		changed: "Готово.",
	},
};

/** A language of the hosted pages. */
export type PageLanguage = keyof typeof words;
type Word = keyof (typeof words)["en"];

/** Russian where the session asks for it, or the reader's browser does; else English. */
export function languageOf(locale: string | null, accepted: string | undefined): PageLanguage {
	if (locale && locale !== "auto") return locale === "ru" ? "ru" : "en";
	return /^(?:ru|kk|ky|be)\b/i.test(accepted ?? "") ? "ru" : "en";
}

/** A word with its places filled. */
export function say(language: PageLanguage, word: Word, places: Record<string, string> = {}): string {
	return words[language][word].replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? "");
}
