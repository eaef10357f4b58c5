import type { Way } from "#app/fund/paying/desk.server.ts";
import type { Translate } from "#app/i18n/translate.ts";
import { Choices, Line } from "./choices.tsx";
import type { Wrong } from "./parse-person.ts";
import { StepForm } from "./step-form.tsx";

interface PayFormProps {
	t: Translate;
	/** The address of whom it helps: what is sealed there says where it goes. */
	person: string;
	/** The one that the family chose. */
	way: Way | null;
	ways: readonly Way[];
	currency: string;
	values: Readonly<Record<string, string>>;
	errors: Wrong;
}

/** That it was paid: from which account, how, what it cost; and, sealed, what arrived and the bank's reference. */
export function PayForm({ t, person, way, ways, currency, values, errors }: PayFormProps) {
	const line = (name: string) => {
		const key = errors[name];
		return { form: "pay", name, value: values[name], error: key && t(key) };
	};
	return (
		<StepForm
			t={t}
			step="pay"
			about={t("organise.aid.pay.about")}
			way={{ href: person, label: t("organise.aid.pay.where") }}
			errors={errors}
		>
			<Choices
				{...line("from")}
				legend={t("organise.aid.from")}
				options={(["bank", "cash"] as const).map((from) => [from, t(`organise.aid.from.${from}`)])}
				chosen={[values.from ?? (way === "cash" ? "cash" : "bank")]}
			/>
			<Choices
				{...line("way")}
				legend={t("organise.aid.way")}
				options={ways.map((one) => [one, t(`organise.aid.way.${one}`)])}
				chosen={[values.way ?? way ?? ""]}
			/>
			<Line {...line("paid_on")} type="date" label={t("organise.aid.paid-on")} required />
			<Line {...line("fee")} label={t("organise.aid.fee", { currency })} longest={20} numeric />
			<Line
				{...line("delivered")}
				label={t("organise.aid.delivered.amount")}
				hint={t("organise.aid.delivered.hint")}
				longest={20}
				numeric
			/>
			<Line {...line("delivered_currency")} label={t("organise.aid.delivered.currency")} longest={3} />
			<Line {...line("rate")} label={t("organise.aid.rate")} longest={40} numeric />
			<Line {...line("reference")} label={t("organise.aid.reference")} longest={200} />
		</StepForm>
	);
}
