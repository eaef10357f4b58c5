interface IntentProps {
	action: string;
	/** What the post is for, where one address takes several. */
	intent: string;
	button: string;
	quiet?: boolean;
	children?: React.ReactNode;
}

/** A form of one button, with what it needs to know. */
export function Intent({ action, intent, button, quiet, children }: IntentProps) {
	return (
		<form method="post" action={action}>
			<input type="hidden" name="intent" value={intent} />
			{children}
			<button type="submit" className={quiet ? "quiet" : undefined}>
				{button}
			</button>
		</form>
	);
}
