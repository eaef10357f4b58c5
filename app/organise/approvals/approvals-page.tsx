import { formatMoment } from "#app/i18n/format.ts";
import { type Locale, type MessageKey, type Translate, translator } from "#app/i18n/translate.ts";
import { AccountFacts } from "../fund/account-facts.tsx";
import type { Listed } from "./list-approvals.server.ts";

interface ApprovalsPageProps {
	locale: Locale;
	approvals: readonly Listed[];
	mayRotate: boolean;
}

/** What waits for this organiser first, then for others, then what is on its way or over. */
export function ApprovalsPage({ locale, approvals, mayRotate }: ApprovalsPageProps) {
	const t = translator(locale);
	const open = approvals.filter(({ state }) => state === "asked");
	const groups: [MessageKey, Listed[]][] = [
		["organise.approvals.for-you", open.filter(({ mayAgree }) => mayAgree)],
		["organise.approvals.agreed-to", approvals.filter(({ state }) => state === "agreed")],
		["organise.approvals.for-others", open.filter(({ mayAgree }) => !mayAgree)],
		["organise.approvals.over", approvals.filter(({ state }) => state !== "asked" && state !== "agreed")],
	];
	return (
		<>
			<p>{t("organise.approvals.lead")}</p>
			{approvals.length === 0 && <p>{t("organise.approvals.none")}</p>}
			{groups.map(
				([title, some]) =>
					some.length > 0 && (
						<section key={title}>
							<h2>{t(title)}</h2>
							{some.map((approval) => (
								<OneApproval key={approval.id} t={t} locale={locale} approval={approval} />
							))}
						</section>
					),
			)}
			{mayRotate && <h2>{t("organise.approvals.ask.title")}</h2>}
			{mayRotate && (
				<AskForm label={t("organise.approvals.ask.keys")} fields={{ action: "keys.rotate", subject: "all" }} />
			)}
		</>
	);
}

interface OneApprovalProps {
	t: Translate;
	locale: Locale;
	approval: Listed;
}

function OneApproval({ t, locale, approval }: OneApprovalProps) {
	const { id, action, campaign, page, subject, facts, words, state, askedBy, agreedBy, askedAt, due, mine } = approval;
	const refuse = state === "agreed" ? "stop" : mine ? "withdraw" : "refuse";
	return (
		<article className="approval">
			<h3>{t(`organise.action.${action}`)}</h3>
			<p>{campaign ?? t("organise.approvals.whole-site")}</p>
			{facts && <p>{t(`organise.action.${action}.about`, { ...facts, subject })}</p>}
			{page && (
				<p>
					<a href={page.href}>{t(page.label)}</a>
				</p>
			)}
			{words?.person !== undefined && (
				<p>
					<strong>{words.person}</strong>
				</p>
			)}
			{words?.accounts && (
				<>
					<h4>{t("organise.approvals.account.now")}</h4>
					{words.accounts.now ? (
						<AccountFacts t={t} account={words.accounts.now} />
					) : (
						<p>{t("organise.approvals.account.none")}</p>
					)}
					<h4>{t("organise.approvals.account.then")}</h4>
					<AccountFacts t={t} account={words.accounts.next} />
				</>
			)}
			<p>
				{t("organise.approvals.asked-by", { name: askedBy, at: formatMoment(askedAt, locale) })}
				{agreedBy && ` · ${t("organise.approvals.agreed-by", { name: agreedBy })}`}
			</p>
			{state === "agreed" && (
				<p>{due ? t("organise.approvals.due", { at: formatMoment(due, locale) }) : t("organise.approvals.soon")}</p>
			)}
			{state !== "asked" && state !== "agreed" && <p>{t(`organise.approvals.state.${state}`)}</p>}
			{approval.mayAgree && <AskForm label={t("organise.approvals.agree")} fields={{ intent: "agree", id }} />}
			{approval.mayRefuse && (
				<AskForm to="/organise/approvals/refusals" label={t(`organise.approvals.${refuse}`)} fields={{ id }} quiet />
			)}
		</article>
	);
}

interface AskFormProps {
	to?: string;
	label: string;
	fields: Record<string, string>;
	quiet?: boolean;
}

/** One button that posts what it is about. */
function AskForm({ to = "/organise/approvals", label, fields, quiet }: AskFormProps) {
	return (
		<form method="post" action={to}>
			{Object.entries(fields).map(([name, value]) => (
				<input key={name} type="hidden" name={name} value={value} />
			))}
			<button type="submit" className={quiet ? "quiet" : undefined}>
				{label}
			</button>
		</form>
	);
}
