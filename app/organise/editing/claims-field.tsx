import type { Translate } from "#app/i18n/translate.ts";
import { Choice, Field } from "#app/ui/field.tsx";
import type { DraftErrors } from "./check.server.ts";
import type { DraftClaim } from "./draft.ts";
import { fieldLabel, problemText } from "./labels.ts";

/** The campaign's sources, as boxes to tick. */
export interface SourceBox {
	id: string;
	position: number;
	cite: string;
	published: string;
}

interface ClaimsFieldProps {
	t: Translate;
	name: string;
	/** Who is remembered, not what is claimed: each has a name, which may be empty. */
	people: boolean;
	claims: readonly DraftClaim[];
	/** What a translator reads beside each. */
	said?: { locale: string; claims: readonly DraftClaim[] };
	errors: DraftErrors;
	voices: readonly (keyof typeof voiceKeys)[];
	sources: readonly SourceBox[];
	lang: string;
}

const voiceKeys = {
	official: "voice.official",
	account: "voice.account",
	introduction: "voice.introduction",
	note: "voice.note",
	record: "voice.record",
	calendar: "voice.calendar",
} as const;

/** A list of claims, each with who makes it and where, and buttons that post the form to rearrange it. */
export function ClaimsField({ t, name, people, claims, said, errors, voices, sources, lang }: ClaimsFieldProps) {
	const label = fieldLabel(t, name);
	const wrong = problemText(t, errors[name]);
	return (
		<fieldset className={wrong ? "field field-wrong" : "field"} id={name} aria-describedby={wrong && `${name}-error`}>
			<legend>{label}</legend>
			{wrong && (
				<p className="error" id={`${name}-error`}>
					{wrong}
				</p>
			)}
			<input type="hidden" name={`${name}.length`} value={claims.length} />
			{claims.map((claim, i) => {
				const at = `${name}.${i}`;
				const number = i + 1;
				const error = (part: string) => problemText(t, errors[`${at}.${part}`]);
				const source = said?.claims[i];
				return (
					<fieldset key={at} className="claim-fields">
						<legend>{t("organise.texts.claim", { name: label, number })}</legend>
						{people && (
							<Field name={`${at}.name`} label={t("organise.texts.claim.name")} error={error("name")}>
								{(attributes) => <input type="text" {...attributes} lang={lang} defaultValue={claim.name} />}
							</Field>
						)}
						<Field name={`${at}.said_by`} label={t("organise.texts.claim.said_by")} error={error("said_by")}>
							{(attributes) => (
								<select {...attributes} defaultValue={claim.said_by}>
									<option value="">{t("organise.texts.claim.said_by.choose")}</option>
									{voices.map((voice) => (
										<option key={voice} value={voice}>
											{t(voiceKeys[voice])}
										</option>
									))}
								</select>
							)}
						</Field>
						{source && said && (
							<p className="source-words" lang={said.locale}>
								{[source.name, source.text].filter(Boolean).join(" — ")}
							</p>
						)}
						<Field name={`${at}.text`} label={t("organise.texts.claim.text")} error={error("text")}>
							{(attributes) => <textarea rows={4} {...attributes} lang={lang} defaultValue={claim.text} />}
						</Field>
						<SourceBoxes
							name={`${at}.sources`}
							legend={t("organise.texts.claim.sources")}
							error={error("sources")}
							ticked={claim.sources}
							sources={sources}
						/>
						<p className="buttons">
							{i > 0 && <ListButton t={t} verb="up" name={name} at={i} what={number} />}
							{i < claims.length - 1 && <ListButton t={t} verb="down" name={name} at={i} what={number} />}
							<ListButton t={t} verb="remove" name={name} at={i} what={number} />
						</p>
					</fieldset>
				);
			})}
			<button type="submit" name="intent" value={`add ${name}`} className="quiet" formNoValidate>
				{t("organise.texts.claim.add")}
			</button>
		</fieldset>
	);
}

interface ListButtonProps {
	t: Translate;
	verb: "up" | "down" | "remove";
	name: string;
	at: number;
	what: number;
}

/** Whoever listens hears which one it moves. */
function ListButton({ t, verb, name, at, what }: ListButtonProps) {
	return (
		<button type="submit" name="intent" value={`${verb} ${name} ${at}`} className="quiet" formNoValidate>
			{t(`organise.texts.claim.${verb}`)}
			<span className="unseen">: {what}</span>
		</button>
	);
}

interface SourceBoxesProps {
	name: string;
	legend: string;
	error: string | undefined;
	ticked: readonly string[];
	sources: readonly SourceBox[];
}

/** The sources of the campaign, those that are cited ticked. */
export function SourceBoxes({ name, legend, error, ticked, sources }: SourceBoxesProps) {
	return (
		<fieldset
			className={error ? "field field-wrong" : "field"}
			id={name}
			aria-describedby={error ? `${name}-error` : undefined}
		>
			<legend>{legend}</legend>
			{error && (
				<p className="error" id={`${name}-error`}>
					{error}
				</p>
			)}
			{sources.map(({ id, position, cite, published }) => (
				<Choice
					key={id}
					type="checkbox"
					name={name}
					value={id}
					label={`${position}. ${cite.length > 90 ? `${cite.slice(0, 90)}…` : cite}, ${published} [${id}]`}
					checked={ticked.includes(id)}
				/>
			))}
		</fieldset>
	);
}
