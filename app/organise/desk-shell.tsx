import { translator } from "#app/i18n/translate.ts";
import type { Desk } from "./desk-ways.ts";
import stylesheet from "./styles/desk.css?url";

interface DeskShellProps {
	/** `deskOf(context, params)`, from the loader. */
	desk: Desk;
	/** The page's one heading of the first rank. */
	title: string;
	children: React.ReactNode;
}

/** What stands around every page of an organiser: skip link, the campaign, the ways that are theirs, signing out. */
export function DeskShell({ desk, title, children }: DeskShellProps) {
	const { locale, campaign } = desk;
	const t = translator(locale);
	return (
		<>
			{/* Allowed in a body (WHATWG HTML §4.2.4): public pages must not grow by it. */}
			<link rel="stylesheet" href={stylesheet} />
			<a className="skip" href="#main">
				{t("shell.skip")}
			</a>
			<header className="desk">
				<a className="desk-home" href="/organise">
					{t("organise.desk")}
				</a>
				{campaign && (
					<a className="desk-campaign" href={`/organise/campaigns/${campaign.slug}`}>
						{campaign.title}
					</a>
				)}
				{desk.name && (
					<form method="post" action="/organise/sign-out">
						<button type="submit" className="quiet">
							{t("organise.sign-out")}
						</button>
					</form>
				)}
			</header>
			{desk.ways.length > 0 && (
				<nav className="desk" aria-label={t("organise.nav")}>
					<ul className="ways">
						{desk.ways.map(({ href, label, here }) => (
							<li key={href}>
								<a href={href} aria-current={here ? "page" : undefined}>
									{t(label)}
								</a>
							</li>
						))}
					</ul>
				</nav>
			)}
			<main id="main" className="desk">
				<h1>{title}</h1>
				{children}
			</main>
		</>
	);
}
