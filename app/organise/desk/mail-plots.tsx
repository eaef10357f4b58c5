import { shortDays } from "#app/i18n/format.ts";
import type { Locale, MessageKey, Translate } from "#app/i18n/translate.ts";
import { ColumnPlot } from "#app/ui/plot/plot.tsx";
import type { MailKind } from "#emails/outbox.ts";
import type { CampaignFigures } from "./campaign-desk.server.ts";
import { numberPrinter } from "./numbers.ts";

interface MailPlotsProps {
	t: Translate;
	locale: Locale;
	mail: CampaignFigures["mail"];
	/** ISO 8601: the axis ends with its day. */
	now: string;
}

const DAY = 86_400_000;
const DAYS = 14;

/** How a mail can end or stand, in the order of the table. What was cancelled was never to arrive. */
const states = ["sent", "deferred", "rejected", "suppressed", "unknown", "queued"] as const;

/** Mails of the last two weeks: per kind what was sent each day, what was not where there is any, and all by provider. */
export function MailPlots({ t, locale, mail, now }: MailPlotsProps) {
	const print = numberPrinter(locale);
	const today = Math.floor(Date.parse(now) / DAY) * DAY;
	const day = shortDays(locale);
	const kinds = [...new Set(mail.days.map(({ kind }) => kind))];
	return (
		<>
			{kinds.flatMap((kind) =>
				states
					.map((state) => ({ state, days: mail.days.filter((one) => one.kind === kind && one.state === state) }))
					.filter(({ days }) => days.length > 0)
					.map(({ state, days }) => (
						<ColumnPlot
							key={`${kind} ${state}`}
							t={t}
							title={`${t(kindKey(kind))}: ${t(`plot.mail.${state}`)}`}
							heads={[t("plot.day"), t("plot.mails")]}
							print={print}
							span={[today - (DAYS - 1) * DAY, today + DAY]}
							columns={days.map(({ day: of, n }) => ({ from: Date.parse(of), to: Date.parse(of) + DAY, value: n }))}
							marks={Array.from({ length: DAYS }, (_, i) => today - (DAYS - 1 - i) * DAY).map((at) => ({
								at: at + DAY / 2,
								text: day.format(at),
							}))}
							rows={days.map(({ day: of, n }) => [day.format(Date.parse(of)), print(n)])}
						/>
					)),
			)}
			{mail.providers.length > 0 && <Providers t={t} print={print} providers={mail.providers} />}
		</>
	);
}

interface ProvidersProps {
	t: Translate;
	print: (count: number) => string;
	providers: CampaignFigures["mail"]["providers"];
}

/** A list, as a table of six columns is wider than a phone: per provider what there was. */
function Providers({ t, print, providers }: ProvidersProps) {
	return (
		<section aria-labelledby="providers">
			<h3 id="providers">{t("plot.providers")}</h3>
			<dl className="facts">
				{providers.map(({ name, counts }) => (
					<div key={name ?? ""}>
						<dt>{name ?? t("plot.other-providers")}</dt>
						<dd>
							{states
								.flatMap((state) => (counts[state] ? [`${t(`plot.mail.${state}`)}: ${print(counts[state])}`] : []))
								.join(" · ")}
						</dd>
					</div>
				))}
			</dl>
		</section>
	);
}

/** What each kind of mail is called; a new one has its words here, or it is a type error. */
const kindKeys: Readonly<Record<MailKind, MessageKey>> = {
	answer: "plot.kind.answer",
	"confirm-endorsement": "plot.kind.confirm-endorsement",
	"confirm-picket": "plot.kind.confirm-picket",
	"confirm-rsvp": "plot.kind.confirm-rsvp",
	"confirm-signature": "plot.kind.confirm-signature",
	"remind-signature": "plot.kind.remind-signature",
	digest: "plot.kind.digest",
	"contact-link": "plot.kind.contact-link",
	"contact-moved": "plot.kind.contact-moved",
	"donation-link": "plot.kind.donation-link",
	"gift-failed": "plot.kind.gift-failed",
	"gift-receipt": "plot.kind.gift-receipt",
	"gift-returned": "plot.kind.gift-returned",
	"gift-transfer": "plot.kind.gift-transfer",
	"monthly-changed": "plot.kind.monthly-changed",
	"monthly-ended": "plot.kind.monthly-ended",
	"monthly-failed": "plot.kind.monthly-failed",
	"monthly-recovered": "plot.kind.monthly-recovered",
	"mailing-test": "plot.kind.mailing-test",
	"my-link": "plot.kind.my-link",
	"endorsement-how-went": "plot.kind.endorsement-how-went",
	"endorsement-refused": "plot.kind.endorsement-refused",
	"endorsement-shown": "plot.kind.endorsement-shown",
	"organiser-invitation": "plot.kind.organiser-invitation",
	"organiser-recovery": "plot.kind.organiser-recovery",
	"organisers-notice": "plot.kind.organisers-notice",
	"picket-cancelled": "plot.kind.picket-cancelled",
	"picket-change-decided": "plot.kind.picket-change-decided",
	"picket-changed": "plot.kind.picket-changed",
	"picket-host-link": "plot.kind.picket-host-link",
	"picket-let-in": "plot.kind.picket-let-in",
	"picket-listed": "plot.kind.picket-listed",
	"picket-message": "plot.kind.picket-message",
	"picket-not-let-in": "plot.kind.picket-not-let-in",
	"picket-refused": "plot.kind.picket-refused",
	"picket-reminder": "plot.kind.picket-reminder",
};

/** What a later version has sent is called mail. */
function kindKey(kind: string): MessageKey {
	return kindKeys[kind as MailKind] ?? "plot.kind.other";
}
