import type { Translate } from "#app/i18n/translate.ts";

/** A line that waits, as a page shows it. */
export interface ShownOpen {
	id: string;
	day: string;
	amount: string;
	comes: boolean;
	/** It waits for a second person to call it the bank's charge. */
	asked: boolean;
	mayBe: { value: string; is: "payout" | "aid"; day: string }[];
}

/** What a payer wrote, for whoever looked. */
interface Words {
	text: string;
	counterparty: string;
}

/** What a payer wrote, in one line. */
export function printedWords({ text, counterparty }: Words): string {
	return [counterparty, text].filter(Boolean).join(": ");
}

interface LineFormProps {
	t: Translate;
	line: ShownOpen;
	words: Words | undefined;
	/** What was said of it and not taken, and why. */
	typed: { is: string; reference: string; no: "reference" | (string & {}) | undefined } | undefined;
	/** Else it is only read. */
	mayAct: boolean;
}

/** One unexplained line, and what somebody may say that it is. */
export function LineForm({ t, line, words, typed, mayAct }: LineFormProps) {
	const { id, day, amount, comes, asked, mayBe } = line;
	const wrong = typed?.no === "reference";
	const options = comes
		? (["gift", "anonymous", "cash", "give-back", "fees", "double"] as const)
		: (["fees", "given-back", "refund", "double"] as const);
	return (
		<li>
			<p>
				<strong>{amount}</strong> · {day}
				{words && ` · ${printedWords(words)}`}
			</p>
			{asked && (
				<p className="notice">
					{t("organise.bank.asked")} <a href="/organise/approvals">{t("organise.nav.approvals")}</a>
				</p>
			)}
			{mayAct && !asked && (
				<form method="post">
					<input type="hidden" name="line" value={id} />
					<div className="field">
						<label htmlFor={`is-${id}`}>{t("organise.bank.is")}</label>
						<select id={`is-${id}`} name="is" required defaultValue={typed?.is ?? ""}>
							<option value="" disabled>
								{t("organise.bank.choose")}
							</option>
							{mayBe.map((one) => (
								<option key={one.value} value={one.value}>
									{t(`organise.bank.is.${one.is}`, { day: one.day })}
								</option>
							))}
							{options.map((is) => (
								<option key={is} value={is}>
									{t(`organise.bank.is.${is}`)}
								</option>
							))}
						</select>
					</div>
					<div className={wrong ? "field field-wrong" : "field"}>
						<label htmlFor={`reference-${id}`}>{t("organise.bank.reference")}</label>
						{wrong && (
							<p className="error" id={`reference-${id}-error`}>
								{t("organise.bank.no.reference")}
							</p>
						)}
						<input
							id={`reference-${id}`}
							name="reference"
							type="text"
							maxLength={20}
							autoComplete="off"
							defaultValue={typed?.reference}
							{...(wrong && { "aria-invalid": true, "aria-describedby": `reference-${id}-error` })}
						/>
					</div>
					<button type="submit">{t("organise.bank.say")}</button>
				</form>
			)}
		</li>
	);
}
