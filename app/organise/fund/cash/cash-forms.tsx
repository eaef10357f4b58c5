import type { Translate } from "#app/i18n/translate.ts";
import { Field, type FieldAttributes } from "#app/ui/field.tsx";

/** What was typed and not taken, and why. */
interface Posted {
	no: "amount" | "currency" | "day" | "differs" | "unknown" | "counted" | "same" | "too-new";
	intent: Intent;
	values: Readonly<Record<string, string>>;
}
type Intent = "new" | "count";

/** The field beside which a refusal is said; undefined for what no field has wrong. */
export function fieldOf(intent: Intent, no: Posted["no"]): string | undefined {
	if (intent === "count") return no === "amount" ? "counted" : no === "unknown" ? "number" : undefined;
	return no === "day" ? "taken_on" : no === "amount" || no === "currency" ? no : undefined;
}

interface CashFormsProps {
	t: Translate;
	currencies: readonly string[];
	/** As 2026-12-16. */
	today: string;
	posted: Posted | undefined;
}

/** Cash that comes together, as one person counts it; and a box that is counted by another. */
export function CashForms({ t, currencies, today, posted }: CashFormsProps) {
	return (
		<>
			<CashForm
				intent="new"
				title={t("organise.cash.new")}
				text={t("organise.cash.new.text")}
				say={t("organise.cash.enter")}
				posted={posted}
				t={t}
				fields={[
					{
						name: "currency",
						label: t("organise.cash.currency"),
						control: (attributes, typed = currencies[0]) => (
							<>
								<input {...attributes} {...plain} maxLength={3} list="currencies" defaultValue={typed} />
								<datalist id="currencies">
									{currencies.map((currency) => (
										<option key={currency} value={currency} />
									))}
								</datalist>
							</>
						),
					},
					{ name: "amount", label: t("organise.cash.amount"), control: amount },
					{
						name: "taken_on",
						label: t("organise.cash.day"),
						control: (attributes, typed = today) => (
							<input {...attributes} type="date" required max={today} defaultValue={typed} />
						),
					},
				]}
			/>
			<CashForm
				intent="count"
				title={t("organise.cash.count")}
				text={t("organise.cash.count.text")}
				say={t("organise.cash.counted")}
				posted={posted}
				t={t}
				fields={[
					{
						name: "number",
						label: t("organise.cash.number"),
						control: (attributes, typed) => (
							<input {...attributes} {...plain} inputMode="numeric" maxLength={7} defaultValue={typed} />
						),
					},
					{ name: "counted", label: t("organise.cash.amount"), control: amount },
				]}
			/>
		</>
	);
}

const plain = { type: "text", required: true, autoComplete: "off" } as const;

const amount = (attributes: FieldAttributes, typed: string | undefined) => (
	<input {...attributes} {...plain} inputMode="decimal" maxLength={20} defaultValue={typed} />
);

interface CashFormProps {
	intent: Intent;
	title: string;
	text: string;
	/** On its button. */
	say: string;
	posted: Posted | undefined;
	t: Translate;
	fields: readonly {
		name: string;
		label: string;
		control(attributes: FieldAttributes, typed: string | undefined): React.ReactNode;
	}[];
}

/** One count: its fields with what was typed, and what is wrong beside the field that has it. */
function CashForm({ intent, title, text, say, posted, t, fields }: CashFormProps) {
	const refused = posted?.intent === intent ? posted : undefined;
	const wrong = refused && fieldOf(intent, refused.no);
	return (
		<form method="post">
			<h2>{title}</h2>
			<p>{text}</p>
			{fields.map(({ name, label, control }) => (
				<Field
					key={name}
					name={name}
					label={label}
					{...(refused && wrong === name && { error: t(`organise.cash.no.${refused.no}`) })}
				>
					{(attributes) => control(attributes, refused?.values[name])}
				</Field>
			))}
			<button type="submit" name="intent" value={intent}>
				{say}
			</button>
		</form>
	);
}
