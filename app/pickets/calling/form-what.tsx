import { kinds } from "../facts.ts";
import { hostLanguages, ownName } from "../languages.ts";
import { longest } from "./form-fields.ts";
import { type FormPart, Line, OneOf } from "./form-parts.tsx";

interface FormWhatProps extends FormPart {
	/** The campaigns in which pickets can be called. */
	campaigns: readonly { slug: string; title: string }[];
	/** Of a picket that is there the kind stays. */
	withKind: boolean;
}

/** What it is: kind, title, words and who hosts it. */
export function FormWhat({ campaigns, withKind, ...part }: FormWhatProps) {
	const { t } = part;
	const [only, ...others] = campaigns;
	return (
		<section>
			<h2>{t("picket.form.part.what")}</h2>
			{others.length > 0 ? (
				<Line part={part} name="campaign" label="picket.form.campaign">
					{(attributes) => (
						<select {...attributes} required>
							<option value="">{t("picket.form.choose")}</option>
							{campaigns.map(({ slug, title }) => (
								<option key={slug} value={slug}>
									{title}
								</option>
							))}
						</select>
					)}
				</Line>
			) : (
				only && <input type="hidden" name="campaign" value={only.slug} />
			)}
			{withKind && (
				<OneOf
					part={part}
					name="kind"
					legend={t("picket.form.kind")}
					options={kinds.map((kind) => ({ value: kind, label: t(`picket.kind.${kind}`) }))}
				/>
			)}
			<Line part={part} name="title" label="picket.form.name" hint="picket.form.name.hint">
				{(attributes) => <input {...attributes} type="text" maxLength={longest.title} required />}
			</Line>
			<Line part={part} name="language" label="picket.form.language" hint="picket.form.language.hint">
				{(attributes) => (
					<select {...attributes} required>
						<option value="">{t("picket.form.choose")}</option>
						{hostLanguages.map((code) => (
							<option key={code} value={code} lang={code}>
								{ownName(code)}
							</option>
						))}
					</select>
				)}
			</Line>
			<Line part={part} name="description" label="picket.form.description" hint="picket.form.description.hint">
				{(attributes) => <textarea {...attributes} rows={6} maxLength={longest.description} />}
			</Line>
			<Line part={part} name="organisation" label="picket.form.organisation" hint="picket.form.organisation.hint">
				{(attributes) => (
					<input {...attributes} type="text" maxLength={longest.organisation} autoComplete="organization" required />
				)}
			</Line>
		</section>
	);
}
