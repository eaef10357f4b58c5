import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

interface CodeFormProps {
	t: Translate;
	/** By slug. */
	petitions: readonly string[];
	typed: { label: string; code: string } | undefined;
}

/** A new code: of which petition, for what, and what organisers call it. */
export function CodeForm({ t, petitions, typed }: CodeFormProps) {
	const choices = {
		petition: petitions.map((slug) => [slug, slug] as const),
		kind: (["leaflet", "partner"] as const).map((kind) => [kind, t(`organise.sources.kind.${kind}`)] as const),
	};
	const labels = { petition: t("organise.paper.petition"), kind: t("organise.sources.kind") };
	return (
		<form method="post">
			<h2>{t("organise.sources.new")}</h2>
			{(["petition", "kind"] as const).map((name) => (
				<Field key={name} name={name} label={labels[name]}>
					{(attributes) => (
						<select {...attributes}>
							{choices[name].map(([value, label]) => (
								<option key={value} value={value}>
									{label}
								</option>
							))}
						</select>
					)}
				</Field>
			))}
			<Field name="label" label={t("organise.sources.label")} hint={t("organise.sources.label.hint")}>
				{(attributes) => (
					<input {...attributes} type="text" required maxLength={80} autoComplete="off" defaultValue={typed?.label} />
				)}
			</Field>
			<Field name="code" label={t("organise.sources.code")} hint={t("organise.sources.code.hint")}>
				{(attributes) => (
					<input {...attributes} type="text" maxLength={40} autoComplete="off" defaultValue={typed?.code} />
				)}
			</Field>
			<button type="submit">{t("organise.sources.new")}</button>
		</form>
	);
}
