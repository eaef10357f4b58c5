import type { Translate } from "#app/i18n/translate.ts";
import { PartForm } from "./part-form.tsx";

/** A line or part that waits, as a page shows it. */
export interface ShownOpen {
	id: string;
	day: string;
	amount: string;
	comes: boolean;
	/** Its place among the parts of its line; 0 where it is the line. */
	n: number;
	/** The whole line's amount. */
	whole: string;
	/** What a second person has been asked to say of it. */
	asked: "cash" | "fees" | "given-back" | "refund" | null;
	/** The reference that was meant, as it is printed. */
	near: string | null;
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

/** What was said of a line and not taken, and why. */
export interface TypedOfLine {
	is?: string;
	reference?: string;
	amounts?: string;
	no: "reference" | "sum" | (string & {}) | undefined;
}

interface LineFormProps {
	t: Translate;
	line: ShownOpen;
	words: Words | undefined;
	typed: TypedOfLine | undefined;
	/** Else it is only read. */
	mayAct: boolean;
}

/** One unexplained line, and what somebody may say that it is. */
export function LineForm({ t, line, words, typed, mayAct }: LineFormProps) {
	const { id, day, amount, n, whole, asked, near } = line;
	return (
		<li>
			<p>
				<strong>{amount}</strong> · {day}
				{n > 0 && ` · ${t("organise.bank.part", { n, whole })}`}
				{words && ` · ${printedWords(words)}`}
			</p>
			{near && <p className="notice">{t("organise.bank.near", { reference: near, amount })}</p>}
			{asked && (
				<p className="notice">
					{t(`organise.bank.asked.${asked}`)} <a href="/organise/approvals">{t("organise.nav.approvals")}</a>
				</p>
			)}
			{mayAct && !asked && <WordForm t={t} line={line} typed={typed} />}
			{mayAct && !asked && n === 0 && (
				<PartForm t={t} id={id} typed={typed?.no === "sum" ? (typed.amounts ?? "") : undefined} />
			)}
		</li>
	);
}

function WordForm({ t, line, typed }: Pick<LineFormProps, "t" | "line" | "typed">) {
	const { id, comes, n, near, mayBe } = line;
	const wrong = typed?.no === "reference";
	const options = comes
		? (["gift", "anonymous", "cash", "give-back", "fees", "double"] as const)
		: (["fees", "given-back", "refund", "double"] as const);
	return (
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
					{options
						.filter((is) => n === 0 || is !== "double")
						.map((is) => (
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
					defaultValue={typed?.reference ?? near ?? ""}
					{...(wrong && { "aria-invalid": true, "aria-describedby": `reference-${id}-error` })}
				/>
			</div>
			<button type="submit">{t("organise.bank.say")}</button>
		</form>
	);
}
