import type { Locale, Translate } from "#app/i18n/translate.ts";
import { AudienceView } from "./audience-view.tsx";
import { Findings } from "./findings.tsx";
import { PlanForm } from "./plan-form.tsx";
import type { MailingPage } from "./read.server.ts";

interface DraftViewProps {
	t: Translate;
	locale: Locale;
	/** The address of the campaign's desk. */
	home: string;
	mailing: Omit<MailingPage, "startsAt" | "draft" | "going"> & { startsAt: Date | string | null };
	draft: NonNullable<MailingPage["draft"]>;
	mayWrite: boolean;
	maySend: boolean;
}

/** A mailing before it goes: what was found, who would get it, when, and the ways on. */
export function DraftView({ t, locale, home, mailing, draft, mayWrite, maySend }: DraftViewProps) {
	const { id, update } = mailing;
	return (
		<>
			<section aria-labelledby="checks">
				<h2 id="checks">{t("organise.mailings.checks")}</h2>
				<Findings t={t} findings={draft.findings} />
				{update && (
					<p>
						<a href={`${home}/texts/${locale}/${update.path}`}>{t("organise.mailings.edit")}</a>
					</p>
				)}
				{mayWrite && draft.findings.some(({ check }) => check === "page-changed") && (
					<form method="post">
						<button type="submit" name="intent" value="redraw" className="quiet">
							{t("organise.mailings.redraw")}
						</button>
					</form>
				)}
			</section>
			<section aria-labelledby="who">
				<h2 id="who">{t("organise.mailings.who")}</h2>
				<AudienceView t={t} locale={locale} draft={draft} />
			</section>
			{mayWrite && (
				<form method="post">
					<h2>{t("organise.mailings.test")}</h2>
					<p>{t("organise.mailings.test.text")}</p>
					<button type="submit" name="intent" value="test" className="quiet">
						{t("organise.mailings.test.button")}
					</button>
				</form>
			)}
			{mayWrite && <PlanForm t={t} mailing={mailing} />}
			<section aria-labelledby="send">
				<h2 id="send">{t("organise.mailings.send")}</h2>
				{draft.asked ? (
					<p>
						{t("organise.mailings.asked")} <a href="/organise/approvals">{t("organise.nav.approvals")}</a>
					</p>
				) : maySend ? (
					<p>
						<a href={`${home}/mailings/${id}/send`}>{t("organise.mailings.send.go")}</a>
					</p>
				) : (
					<p>{t("organise.mailings.send.administrators")}</p>
				)}
			</section>
			{maySend && (
				<form method="post">
					<button type="submit" name="intent" value="cancel" className="quiet">
						{t("organise.mailings.discard")}
					</button>
				</form>
			)}
		</>
	);
}
