import { formatDay } from "#app/i18n/format.ts";
import { type Locale, locales, type Translate, translator } from "#app/i18n/translate.ts";
import type { DigestState, ShownDigests, ShownMailbox } from "#app/petitions/closing/mailboxes.server.ts";
import { Field } from "#app/ui/field.tsx";

interface DigestsPartProps {
	t: Translate;
	locale: Locale;
	addressees: readonly string[];
	digests: ShownDigests;
	/** States from which a digest can be sent anew. */
	failed: readonly DigestState[];
}

/** Which bodies hear of milestones, what became of each mail, and the forms that change it. */
export function DigestsPart({ t, locale, addressees, digests, failed }: DigestsPartProps) {
	return (
		<section aria-labelledby="digests">
			<h2 id="digests">{t("organise.closing.digests")}</h2>
			<p>{t("organise.closing.digests.text")}</p>
			<form method="post">
				<button type="submit" name="intent" value={digests.started ? "stop" : "start"}>
					{t(digests.started ? "organise.closing.digests.stop" : "organise.closing.digests.start")}
				</button>
			</form>
			{digests.mailboxes.map((mailbox) => (
				<MailboxPart key={mailbox.id} t={t} locale={locale} mailbox={mailbox} failed={failed} />
			))}
			<form method="post">
				<h3>{t("organise.closing.mailbox")}</h3>
				<Field name="body" label={t("organise.closing.mailbox.body")}>
					{(attributes) => <input {...attributes} type="text" required maxLength={200} autoComplete="off" />}
				</Field>
				<Field name="email" label={t("organise.closing.mailbox.email")}>
					{(attributes) => <input {...attributes} type="email" required maxLength={254} autoComplete="off" />}
				</Field>
				<Field name="language" label={t("organise.closing.mailbox.language")}>
					{(attributes) => (
						<select {...attributes}>
							{locales.map((language) => (
								<option key={language} value={language}>
									{translator(language)("language.name")}
								</option>
							))}
						</select>
					)}
				</Field>
				<Field name="place" label={t("organise.closing.mailbox.place")}>
					{(attributes) => (
						<select {...attributes}>
							<option value="">{t("organise.closing.mailbox.informed")}</option>
							{addressees.map((body, i) => (
								<option key={body} value={i + 1}>
									{body}
								</option>
							))}
						</select>
					)}
				</Field>
				<button type="submit" name="intent" value="add">
					{t("organise.closing.mailbox")}
				</button>
			</form>
			<form method="post">
				<ul>
					{digests.days.map((day) => (
						<li key={day}>{formatDay(day, locale)}</li>
					))}
				</ul>
				<Field name="digest_day" label={t("organise.closing.day")}>
					{(attributes) => <input {...attributes} type="date" required />}
				</Field>
				<button type="submit" name="intent" value="day" className="quiet">
					{t("organise.closing.day.add")}
				</button>
			</form>
		</section>
	);
}

interface MailboxPartProps {
	t: Translate;
	locale: Locale;
	mailbox: ShownMailbox;
	failed: readonly DigestState[];
}

function MailboxPart({ t, locale, mailbox: { id, body, place, email, digests }, failed }: MailboxPartProps) {
	return (
		<form method="post">
			<h3>{body}</h3>
			<p>
				{email}
				{place === null && ` · ${t("organise.closing.mailbox.informed")}`}
			</p>
			<ul>
				{digests.map(({ id: digest, milestone, state, on }) => (
					<li key={digest}>
						{milestoneName(t, locale, milestone)} · {formatDay(on, locale)} · {t(`organise.closing.state.${state}`)}{" "}
						{failed.includes(state) && (
							<button type="submit" name="again" value={digest} className="quiet">
								{t("organise.closing.again")}
							</button>
						)}
					</li>
				))}
			</ul>
			<button type="submit" name="remove" value={id} className="quiet">
				{t("organise.closing.mailbox.remove")}
			</button>
		</form>
	);
}

function milestoneName(t: Translate, locale: Locale, milestone: string): string {
	const [, kind, rest = ""] = /^(goal|day)-(.+)$/.exec(milestone) ?? [];
	return kind === "goal" ? t("organise.closing.milestone.goal", { count: Number(rest) }) : formatDay(rest, locale);
}
