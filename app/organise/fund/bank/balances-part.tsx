import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

/** A balance of an account, as a page shows it. */
export interface ShownBalance {
	/** As files name it, where they name several. */
	account: string;
	day: string;
	amount: string;
	/** What the books have; null where they cannot be compared: a CSV's last day went on after it. */
	booked: string | null;
	differs: boolean;
	/** Somebody typed it. */
	seen: boolean;
}

interface BalancesPartProps {
	t: Translate;
	balances: readonly ShownBalance[];
	/** Where files name several. */
	accounts: readonly string[];
	gaps: readonly { after: string; before: string; currency: string }[];
	currencies: readonly string[];
	/** As 2026-12-16. */
	today: string;
	/** What was typed and not taken, and the field that is wrong. */
	typed: { currency?: string; account?: string; day?: string; balance?: string; no?: string } | undefined;
	/** What was done before the page came. */
	done: React.ReactNode;
	/** Else it is only read. */
	mayAct: boolean;
}

/** What stood in the account by the bank and by the books, where statements are missing, and what somebody saw there. */
export function BalancesPart(props: BalancesPartProps) {
	const { t, balances, accounts, gaps, currencies, today, typed, done, mayAct } = props;
	return (
		<section aria-labelledby="balances">
			<h2 id="balances">{t("organise.bank.balances")}</h2>
			{done}
			{balances.length === 0 && <p>{t("organise.bank.balances.none")}</p>}
			<ul>
				{balances.map(({ account, day, amount, booked, differs, seen }, place) => (
					<li key={[place, day].join(" ")}>
						{account && `${account}: `}
						{t(seen ? "organise.bank.balances.seen" : "organise.bank.balances.said", { day, amount })}{" "}
						{booked === null ? (
							t("organise.bank.balances.not-compared")
						) : differs ? (
							<strong>{t("organise.bank.balances.differs", { booked })}</strong>
						) : (
							t("organise.bank.balances.agrees")
						)}
					</li>
				))}
			</ul>
			{gaps.map(({ after, before, currency }) => (
				<p className="notice" key={`${currency} ${before}`}>
					{t("organise.bank.gap", { after, before, currency })}
				</p>
			))}
			{mayAct && <SeenForm t={t} accounts={accounts} currencies={currencies} today={today} typed={typed} />}
		</section>
	);
}

function SeenForm({
	t,
	accounts,
	currencies,
	today,
	typed,
}: Pick<BalancesPartProps, "t" | "accounts" | "currencies" | "today" | "typed">) {
	const error = (name: string) => typed?.no === name && { error: t(wrongSeen(name)) };
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
			{accounts.length > 0 && (
				<Field
					name="account"
					label={t("organise.bank.seen.account")}
					{...(typed?.no === "accounts" && { error: t(wrongSeen("accounts")) })}
				>
					{(attributes) => (
						<select {...attributes} defaultValue={typed?.account}>
							{accounts.map((account) => (
								<option key={account}>{account}</option>
							))}
						</select>
					)}
				</Field>
			)}
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

/** What is wrong with a typed balance, by its field. */
export function wrongSeen(no: string) {
	if (no === "accounts") return "organise.bank.seen.accounts";
	if (no === "day") return "organise.cash.no.day";
	return no === "currency" ? "organise.cash.no.currency" : "organise.cash.no.amount";
}
