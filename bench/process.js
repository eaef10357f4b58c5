// A process of a bench or a drill: calls `run` of a built file with the JSON it is given. It talks to its parent by
// messages and ends with it.
const [file = "", json = "{}"] = process.argv.slice(2);
process.on("disconnect", () => process.exit(0));
const { run } = await import(file);
await run(JSON.parse(json));
