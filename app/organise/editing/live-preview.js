// Shows beneath the text what readers would see of it, a moment after each change. The server renders, as for the button
// that does the same without a script. Sent as it stands here: no build sees it.
const form = document.querySelector("form.editor");
const text = form?.elements.namedItem("body");
const pauseMs = 400;
let waiting;
let asked = 0;

async function show() {
	const own = ++asked;
	const posted = new URLSearchParams(new FormData(form));
	posted.set("intent", "preview");
	const answer = await fetch(location.pathname, { method: "POST", body: posted }).catch(() => undefined);
	// A line that fails leaves what is shown; an answer that was overtaken is not shown.
	if (!answer?.ok || own !== asked) return;
	const made = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("preview");
	if (!made || own !== asked) return;
	document.getElementById("preview")?.remove();
	text.closest(".field").after(document.adoptNode(made));
}

text?.addEventListener("input", () => {
	clearTimeout(waiting);
	waiting = setTimeout(show, pauseMs);
});
