// Validates pages with html-validate: node html.mjs FILE…; prints one JSON list of what it finds, rule by rule.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(new URL("../node/package.json", import.meta.url));
const { HtmlValidate } = require("html-validate");

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:document", "html-validate:a11y"],
});
const found = [];
for (const file of process.argv.slice(2)) {
  const { results } = await validator.validateString(readFileSync(file, "utf8"), file);
  for (const { messages } of results)
    for (const { ruleId, message, line } of messages) found.push({ file, rule: ruleId, message, line });
}
console.log(JSON.stringify(found));
