import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Choice, ErrorSummary, Field } from "#app/ui/field.tsx";
import { Mark } from "#app/ui/mark.tsx";
import { Markdown } from "#app/ui/markdown.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { refuse } from "./page.ts";

export function loader({ context: { app } }: LoaderFunctionArgs) {
	if (!app.settings.demonstration) throw refuse(404);
	return null;
}

export const meta: MetaFunction = () => pageMeta("Components");

/** Each part of the interface in each state, for whoever changes one (docs/design.md). No real site has this page. */
export default function ComponentsRoute() {
	return (
		<Shell locale="en" path="" demonstration>
			<article>
				<h1>Components</h1>
				<p className="lead">Each part in each of its states. The words are samples.</p>
				<Words />
				<Links />
				<Fields />
				<Boxes />
				<Voices />
			</article>
		</Shell>
	);
}

function Words() {
	return (
		<section className="part" aria-labelledby="words">
			<h2 id="words">Words</h2>
			<h3>A heading of the third rank: 1 мамыр, ғқңөұүіһә</h3>
			<Markdown text={"Running text with **strong words**, a [link](#words) and a list:\n\n1. one\n2. two"} />
			<p className="demand">A demand</p>
			<p className="count">12 people have signed</p>
			<p className="hint">A hint</p>
			<p>
				The mark: <Mark />
			</p>
		</section>
	);
}

function Links() {
	return (
		<section className="part" aria-labelledby="acts">
			<h2 id="acts">What acts</h2>
			<p className="back">
				<a href="#words">Where one came from</a>
			</p>
			<p>
				<a className="button" href="#acts">
					A link as a button
				</a>
			</p>
			<div className="buttons">
				<button type="button">A button</button>
				<button type="button" className="quiet">
					A quiet button
				</button>
			</div>
			<ul className="ways">
				<li>
					<a href="#words">One way on</a>
				</li>
				<li>
					<a href="#acts">Another</a>
				</li>
			</ul>
		</section>
	);
}

function Fields() {
	return (
		<section className="part" aria-labelledby="fields">
			<h2 id="fields">Fields</h2>
			<form className="sign" method="get" action="/components" noValidate>
				<ErrorSummary title="Please correct 1 thing" errors={[{ field: "wrong", text: "Write your email address" }]} />
				<Field name="plain" label="A field">
					{(attributes) => <input {...attributes} type="text" defaultValue="with a value" />}
				</Field>
				<Field name="hinted" label="A field with a hint" hint="The hint">
					{(attributes) => <input {...attributes} type="email" />}
				</Field>
				<Field name="wrong" label="A field with an error" hint="The hint" error="Write your email address">
					{(attributes) => <input {...attributes} type="email" />}
				</Field>
				<Field name="chosen" label="A list">
					{(attributes) => (
						<select {...attributes}>
							<option>One</option>
							<option>Another</option>
						</select>
					)}
				</Field>
				<Field name="long" label="A longer text">
					{(attributes) => <textarea {...attributes} rows={3} />}
				</Field>
				<fieldset className="field">
					<legend>Circles</legend>
					<Choice type="radio" name="circle" value="one" label="Chosen" hint="With a hint" checked />
					<Choice type="radio" name="circle" value="other" label="Not chosen" checked={false} />
				</fieldset>
				<Choice type="checkbox" name="ticked" label="A ticked box" checked />
				<Choice type="checkbox" name="empty" label="An empty box" hint="With a hint" checked={false} />
				<details>
					<summary>Folded away</summary>
					<p>And unfolded.</p>
				</details>
				<button type="submit">Send</button>
			</form>
		</section>
	);
}

function Boxes() {
	return (
		<section className="part" aria-labelledby="boxes">
			<h2 id="boxes">Boxes</h2>
			<p className="notice">Something to know</p>
			<aside className="safety" aria-labelledby="safe">
				<h2 id="safe">Before you sign</h2>
				<ul>
					<li>A line about safety</li>
				</ul>
			</aside>
			<dl className="facts">
				<dt>A fact</dt>
				<dd>Its value</dd>
			</dl>
			<p className="copy">A text to copy</p>
		</section>
	);
}

const voices = ["official", "account", "introduction", "note", "record", "calendar"] as const;

function Voices() {
	return (
		<section className="part" aria-labelledby="voices">
			<h2 id="voices">Voices</h2>
			<div className="claims">
				{voices.map((voice) => (
					<div className={`claim claim-${voice}`} key={voice}>
						<p className="voice">{voice}</p>
						<p>A sample claim.</p>
					</div>
				))}
			</div>
		</section>
	);
}
