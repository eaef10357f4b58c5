import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

/** The newest balance of an account, as a page shows it. */
export interface ShownBalance {
	key: string;
	day: string;
	amount: string;
	/** What the books have; null where they cannot be compared. */
	booked: string | null;
	differs: boolean;
	/** Somebody typed it. */
	seen: boolean;
}

interface BalancesPartProps {
	t: Translate;
	balances: readonly ShownBalance[];
	gaps: readonly { after: string; before: string; currency: string }[];
	currencies: readonly string[];
	/** As 2026-12-16. */
	today: string;
	/** What was typed and not taken, and the field that is wrong. */
	typed: { currency?: string; day?: string; balance?: string; no?: string } | undefined;
	/** Else it is only read. */
	mayAct: boolean;
}

/** What stood in the account by the bank and by the books, where statements are missing, and what somebody saw there. */
export function BalancesPart({ t, balances, gaps, currencies, today, typed, mayAct }: BalancesPartProps) {
	return (
		<section aria-labelledby="balances">
			<h2 id="balances">{t("organise.bank.balances")}</h2>
			{balances.length === 0 && <p>{t("organise.bank.balances.none")}</p>}
			<ul>
				{balances.map(({ key, day, amount, booked, differs, seen }) => (
					<li key={key}>
						{t(seen ? "organise.bank.balances.seen" : "organise.bank.balances.said", { day, amount })}{" "}
						{booked !== null &&
							(differs ? (
								<strong>{t("organise.bank.balances.differs", { booked })}</strong>
							) : (
								t("organise.bank.balances.agrees")
							))}
					</li>
				))}
			</ul>
			{gaps.map(({ after, before, currency }) => (
				<p className="notice" key={`${currency} ${before}`}>
					{t("organise.bank.gap", { after, before, currency })}
				</p>
			))}
			{mayAct && <SeenForm t={t} currencies={currencies} today={today} typed={typed} />}
		</section>
	);
}

function SeenForm({ t, currencies, today, typed }: Pick<BalancesPartProps, "t" | "currencies" | "today" | "typed">) {
	const error = (name: string) =>
		typed?.no === name && {
			error: t(
				name === "day"
					? "organise.cash.no.day"
					: name === "currency"
						? "organise.cash.no.currency"
						: "organise.cash.no.amount",
			),
		};
	return (
		<form method="post">
			<h3>{t("organise.bank.seen")}</h3>
			<p>{t("organise.bank.seen.text")}</p>
			<Field name="currency" label={t("organise.cash.currency")} {...error("currency")}>
				{(attributes) => (
					<select {...attributes} defaultValue={typed?.currency}>
						{currencies.map((currency) => (
							<option key={currency}>{currency}</option>
						))}
					</select>
				)}
			</Field>
			<Field name="day" label={t("organise.bank.seen.day")} {...error("day")}>
				{(attributes) => <input {...attributes} type="date" required max={today} defaultValue={typed?.day ?? today} />}
			</Field>
			<Field name="balance" label={t("organise.bank.seen.balance")} {...error("balance")}>
				{(attributes) => (
					<input
						{...attributes}
						type="text"
						inputMode="decimal"
						maxLength={30}
						required
						autoComplete="off"
						defaultValue={typed?.balance}
					/>
				)}
			</Field>
			<button type="submit" name="intent" value="seen" className="quiet">
				{t("organise.bank.seen.say")}
			</button>
		</form>
	);
}
