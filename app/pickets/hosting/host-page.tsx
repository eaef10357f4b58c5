import { type MessageKey, translator } from "#app/i18n/translate.ts";
import { Field, Notice } from "#app/ui/field.tsx";
import { RepeatPart } from "../after/repeat-part.tsx";
import { AskingList } from "../joining/asking-list.tsx";
import { CoHosts } from "./co-hosts.tsx";
import { FactsList } from "./facts-list.tsx";
import type { hostPage } from "./host-page.server.ts";
import { Intent } from "./intent.tsx";
import { Numbers } from "./numbers.tsx";
import { Proposed } from "./proposed.tsx";

export interface HostPageProps extends Awaited<ReturnType<typeof hostPage>> {
	token: string;
	/** What became of the last post, where that is not plain to see. */
	notice?: MessageKey;
	/** A message that could not be taken, to be sent again. */
	message?: string;
}

/** A host's page: how it stands, how many come, and everything a host can do. Whoever has the address can do it. */
export function HostPage(props: HostPageProps) {
	const { locale, token, role, picketState, slug, over, stands, secretPath, notice, message = "" } = props;
	const t = translator(locale);
	const home = `/${locale}/host/${token}`;
	const isAlive = picketState !== "cancelled" && picketState !== "rejected" && !over;
	return (
		<article className="narrow">
			<h1>{t("picket.host.title")}</h1>
			{notice && <Notice>{t(notice)}</Notice>}
			<p className="lead">{t(`picket.host.state.${picketState}`)}</p>
			<p className="hint">{t("picket.host.keep")}</p>
			<ul className="ways">
				{picketState === "listed" && (
					<li>
						<a href={`/${locale}/pickets/${slug}`}>{t("picket.host.page")}</a>
					</li>
				)}
				{(picketState === "waiting" || picketState === "unlisted") && (
					<li>
						<a href={secretPath}>{t("picket.host.secret")}</a>
					</li>
				)}
				{isAlive && (
					<li>
						<a href={`${home}/change`}>{t("picket.host.change")}</a>
					</li>
				)}
				{props.canReport && (
					<li>
						<a href={`${home}/report`}>{t("picket.host.report")}</a>
					</li>
				)}
			</ul>
			<Numbers t={t} home={home} numbers={props.numbers} />
			{isAlive && props.asking && <AskingList locale={locale} action={home} asking={props.asking} />}
			{props.proposed && <Proposed {...props} t={t} proposed={props.proposed} />}
			<h2>{t("picket.host.stands")}</h2>
			<FactsList t={t} locale={locale} {...stands} />
			{isAlive && (
				<section>
					<h2>{t("picket.host.message")}</h2>
					<p>{t("picket.host.message.how")}</p>
					<Intent action={home} intent="message" button={t("picket.host.message.button")}>
						<Field name="message" label={t("picket.host.message.words")}>
							{(attributes) => <textarea {...attributes} rows={5} maxLength={2000} defaultValue={message} required />}
						</Field>
					</Intent>
				</section>
			)}
			{props.repeat && <RepeatPart locale={locale} home={home} repeat={props.repeat} />}
			{role === "host" && <CoHosts t={t} locale={locale} home={home} coHosts={props.coHosts} canInvite={isAlive} />}
			<section>
				<h2>{t("picket.host.new-link")}</h2>
				<p>{t("picket.host.new-link.what")}</p>
				<Intent action={home} intent="new-link" button={t("picket.host.new-link.button")} quiet />
			</section>
			{isAlive && (
				<section>
					<h2>{t("picket.host.cancel")}</h2>
					<p>{t("picket.host.cancel.what")}</p>
					<details>
						<summary>{t("picket.host.cancel.open")}</summary>
						<Intent action={home} intent="cancel" button={t("picket.host.cancel.button")} />
					</details>
				</section>
			)}
		</article>
	);
}
