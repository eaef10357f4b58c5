import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { refuse } from "./page.ts";

export function loader({ context: { app } }: LoaderFunctionArgs) {
	if (!app.mailbox) throw refuse(404);
	const mails = app.mailbox
		.list()
		.slice(0, 50)
		.map(({ id, to, subject, date, text }) => ({ id, to, subject, date, text }));
	return { mails };
}

export const meta: MetaFunction = () => pageMeta(translator("en")("mailbox.title"));

/** The demonstration's newest mails as text, their links to be followed. */
export default function MailboxRoute() {
	const { mails } = useLoaderData<typeof loader>();
	const t = translator("en");
	return (
		<Shell locale="en" path="" demonstration>
			<h1>{t("mailbox.title")}</h1>
			{mails.length === 0 && <p>{t("mailbox.empty")}</p>}
			{mails.map((mail) => (
				<article className="mail" key={mail.id}>
					<h2>{mail.subject}</h2>
					<p className="hint">
						{mail.to} · <time dateTime={mail.date}>{mail.date.replace("T", " ").slice(0, 16)} UTC</time>
					</p>
					<div className="mail-text">
						<WithLinks text={mail.text} />
					</div>
				</article>
			))}
		</Shell>
	);
}

function WithLinks({ text }: { text: string }) {
	let end = 0;
	return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) => {
		end += part.length;
		return index % 2 === 1 ? (
			<a key={end} href={part}>
				{part}
			</a>
		) : (
			part
		);
	});
}
