import { locales, type Translate, translator } from "#app/i18n/translate.ts";
import type { HeldDomain } from "#app/petitions/abuse/held-domains.server.ts";
import { Field } from "#app/ui/field.tsx";
import { numberOf } from "./labels.ts";
import type { TypedRule } from "./quarantine.server.ts";

interface RuleFormProps {
	t: Translate;
	domains: readonly HeldDomain[];
	typed?: TypedRule;
}

/** The rule of a new invalidation: all that is filled in must hold. It only counts at first. */
export function RuleForm({ t, domains, typed }: RuleFormProps) {
	const choices: Record<
		"state" | "visibility" | "locale" | "held",
		readonly (readonly [value: string, label: string])[]
	> = {
		state: [
			["confirmed", t("organise.invalidate.confirmed")],
			["quarantined", t("organise.invalidate.quarantined")],
		],
		visibility: [
			["counted", t("sign.visibility.counted")],
			["addressee", t("sign.visibility.addressee")],
			["public", t("sign.visibility.public")],
		],
		locale: locales.map((locale) => [locale, translator(locale)("language.name")] as const),
		held: domains.map(({ id }, i) => [id, numberOf(t, i)] as const),
	};
	return (
		<form method="post">
			<h2>{t("organise.invalidate.new")}</h2>
			<p>{t("organise.invalidate.new.text")}</p>
			{(["from", "to"] as const).map((name) => (
				<Field key={name} name={name} label={t(`organise.invalidate.${name}`)}>
					{(attributes) => <input {...attributes} type="date" defaultValue={typed?.[name]} />}
				</Field>
			))}
			{(["country", "source"] as const).map((name) => (
				<Field
					key={name}
					name={name}
					label={t(`organise.invalidate.${name}`)}
					hint={t(`organise.invalidate.${name}.hint`)}
				>
					{(attributes) => <input {...attributes} type="text" maxLength={40} defaultValue={typed?.[name]} />}
				</Field>
			))}
			{(["locale", "visibility", "state", "held"] as const).map((name) => (
				<Field key={name} name={name} label={t(`organise.invalidate.${name}`)}>
					{(attributes) => (
						<select {...attributes} defaultValue={typed?.[name]}>
							<option value="">{t("organise.invalidate.any")}</option>
							{choices[name].map(([value, label]) => (
								<option key={value} value={value}>
									{label}
								</option>
							))}
						</select>
					)}
				</Field>
			))}
			<button type="submit" name="intent" value="preview">
				{t("organise.invalidate.preview")}
			</button>
		</form>
	);
}
