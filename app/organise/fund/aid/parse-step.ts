import type { AidEvent, cancelReasons, waiveReasons } from "#app/fund/paying/change-aid.server.ts";
import type { AmountFault, Way } from "#app/fund/paying/desk.server.ts";
import { type Fields, text, unreadable } from "#app/web/form.ts";
import { isDay } from "./parse-check.ts";
import type { Wrong } from "./parse-person.ts";

/** What the forms of a request may choose from, and how amounts are read. */
export interface StepChoices {
	ways: readonly Way[];
	waive: typeof waiveReasons;
	cancel: typeof cancelReasons;
	/** Of the request. */
	currency: string;
	/** ISO 8601. */
	today: string;
	parseAmount(typed: string, currency: string): number | AmountFault;
}

/** Characters of a word about evidence, and of a bank's reference. */
const LONGEST = { note: 1_000, reference: 200, rate: 40 };

/**
 * Reads one step with a request, but for a receipt, which has a page of its own.
 * @returns undefined for a button that there is not
 */
export function parseStep(fields: Fields, choices: StepChoices): { event: AidEvent } | { errors: Wrong } | undefined {
	const step = text(fields, "intent");
	if (step === "approve" || step === "agree-waiver" || step === "deliver") return { event: { step } };
	if (step === "pay") return parsePayment(fields, choices);
	const errors: Wrong = {};
	const note = text(fields, "note");
	if (note.length > LONGEST.note) errors.note = "organise.aid.error.long";
	if (unreadable(note)) errors.note = "sign.text.unreadable";
	if (step === "contact") {
		if (note === "") errors.note = "organise.aid.error.note";
		return answer(errors, { step, note });
	}
	if (step === "waive") {
		const reason = choices.waive.find((one) => one === text(fields, "reason"));
		if (!reason) errors.reason = "organise.aid.error.choose";
		return answer(errors, { step, reason: reason ?? "danger", note });
	}
	if (step !== "cancel") return undefined;
	const because = choices.cancel.find((one) => one === text(fields, "because"));
	if (!because) errors.because = "organise.aid.error.choose";
	return answer(errors, { step, because: because ?? "decided" });
}

function parsePayment(fields: Fields, { ways, currency, today, parseAmount }: StepChoices) {
	const errors: Wrong = {};
	const from = (["bank", "cash"] as const).find((one) => one === text(fields, "from"));
	if (!from) errors.from = "organise.aid.error.choose";
	const way = ways.find((one) => one === text(fields, "way"));
	if (!way) errors.way = "organise.aid.error.choose";
	const typedFee = text(fields, "fee");
	const fee = typedFee === "" ? 0 : parseAmount(typedFee, currency);
	if (typeof fee !== "number") errors.fee = "organise.aid.error.amount";
	const deliveredCurrency = text(fields, "delivered_currency").toUpperCase() || currency;
	if (!/^[A-Z]{3}$/.test(deliveredCurrency)) errors.delivered_currency = "organise.aid.error.currency";
	// Of another currency than the books': millions of it are nothing rare.
	const delivered = text(fields, "delivered").replace(/[\s']/g, "").replace(",", ".");
	if (!/^(?:\d{1,12}(?:\.\d{1,3})?)?$/.test(delivered)) errors.delivered = "organise.aid.error.amount";
	const paidOn = text(fields, "paid_on");
	if (!isDay(paidOn) || paidOn > today) errors.paid_on = "organise.aid.error.day";
	const words = { reference: text(fields, "reference"), rate: text(fields, "rate") };
	for (const name of ["reference", "rate"] as const) {
		if (words[name].length > LONGEST[name]) errors[name] = "organise.aid.error.long";
		if (unreadable(words[name])) errors[name] = "sign.text.unreadable";
	}
	return answer(errors, {
		step: "pay",
		from: from ?? "bank",
		way: way ?? "bank",
		fee: typeof fee === "number" ? fee : 0,
		paidOn,
		words: { delivered, currency: deliveredCurrency, ...words },
	});
}

function answer(errors: Wrong, event: AidEvent): { event: AidEvent } | { errors: Wrong } {
	return Object.keys(errors).length > 0 ? { errors } : { event };
}
