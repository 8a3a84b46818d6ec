// Pages as [name, html] on standard input -> a line for each finding of html-validate.
const { HtmlValidate } = require("html-validate");

const rules = {
  // Several boxes may be ticked for one question: they share its name, as HTML means them to.
  "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button"] }],
  // A limit of search engines, which are kept out. The circle's own name stands last in every title, and may be long.
  "long-title": "off",
};

async function main() {
  const judge = new HtmlValidate({ root: true, extends: ["html-validate:recommended"], rules });
  const pages = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const lines = [];
  for (const [name, html] of pages) {
    const report = await judge.validateString(html);
    for (const result of report.results)
      for (const each of result.messages) lines.push(`${name}, ${each.line}:${each.column} ${each.ruleId}: ${each.message}`);
  }
  console.log(JSON.stringify(lines));
}

main();
