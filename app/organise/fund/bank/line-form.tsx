import type { Translate } from "#app/i18n/translate.ts";

/** A line that waits, as a page shows it. */
export interface ShownOpen {
	id: string;
	day: string;
	amount: string;
	comes: boolean;
	text: string;
	counterparty: string;
	mayBe: { value: string; is: "payout" | "aid"; day: string }[];
}

interface LineFormProps {
	t: Translate;
	line: ShownOpen;
	/** Else it is only read. */
	mayAct: boolean;
}

/** One unexplained line, and what somebody may say that it is. */
export function LineForm({ t, line, mayAct }: LineFormProps) {
	const { id, day, amount, comes, text, counterparty, mayBe } = line;
	const options = comes
		? (["gift", "anonymous", "cash", "give-back", "fees", "double"] as const)
		: (["fees", "given-back", "refund", "double"] as const);
	return (
		<li>
			<p>
				<strong>{amount}</strong> · {day}
				{counterparty && ` · ${counterparty}`}
				{text && (
					<>
						<br />
						{text}
					</>
				)}
			</p>
			{mayAct && (
				<form method="post">
					<input type="hidden" name="line" value={id} />
					<div className="field">
						<label htmlFor={`is-${id}`}>{t("organise.bank.is")}</label>
						<select id={`is-${id}`} name="is" required defaultValue="">
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
					<div className="field">
						<label htmlFor={`reference-${id}`}>{t("organise.bank.reference")}</label>
						<input id={`reference-${id}`} name="reference" type="text" maxLength={20} autoComplete="off" />
					</div>
					<button type="submit">{t("organise.bank.say")}</button>
				</form>
			)}
		</li>
	);
}
