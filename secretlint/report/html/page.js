
"use strict";
(() => {
  const controls = document.getElementById("controls");
  if (!controls) return;
  const holder = document.getElementById("findings");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const fold = document.getElementById("fold");
  const theme = document.getElementById("theme");
  const byRule = [...holder.children];
  const articles = [...holder.querySelectorAll("article")];
  const homes = new Map(articles.map((article) => [article, article.parentElement]));
  const inOrder = [...articles].sort((one, other) => one.dataset.order - other.dataset.order);
  const texts = new Map();

  const textOf = (article) => {
    if (!texts.has(article)) texts.set(article, article.textContent.replace(/\s+/g, " ").toLowerCase());
    return texts.get(article);
  };

  const fileSection = (path, number) => {
    const section = document.createElement("section");
    const title = document.createElement("h2");
    section.className = "group";
    title.id = `file-${number}`;
    title.textContent = path;
    section.setAttribute("aria-labelledby", title.id);
    section.append(title);
    return section;
  };

  const groupByFile = () => {
    const sections = new Map();
    for (const article of inOrder) {
      const path = article.dataset.file;
      if (!sections.has(path)) sections.set(path, fileSection(path, sections.size));
      sections.get(path).append(article);
    }
    for (const section of sections.values()) {
      const number = section.children.length - 1;
      const count = document.createElement("span");
      count.className = "count";
      count.textContent = number === 1 ? "1 finding" : `${number} findings`;
      section.firstChild.append(" ", count);
    }
    holder.replaceChildren(...sections.values());
  };

  const groupByRule = () => {
    for (const article of articles) homes.get(article).append(article);
    holder.replaceChildren(...byRule);
  };

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = new Set(
      [...controls.querySelectorAll("input[name=severity]:checked")].map((box) => box.value),
    );
    let count = 0;
    for (const article of articles) {
      const wanted =
        severities.has(article.dataset.severity) && words.every((word) => textOf(article).includes(word));
      article.hidden = !wanted;
      count += wanted;
    }
    for (const section of holder.children) section.hidden = !section.querySelector("article:not([hidden])");
    shown.textContent = `${count} of ${articles.length} findings shown`;
  };

  const themes = ["system", "light", "dark"];
  theme.addEventListener("click", () => {
    const next = themes[(themes.indexOf(document.documentElement.dataset.theme || "system") + 1) % themes.length];
    document.documentElement.dataset.theme = next;
    theme.textContent = `Theme: ${next}`;
  });
  fold.addEventListener("click", () => {
    const hide = fold.getAttribute("aria-pressed") === "false";
    fold.setAttribute("aria-pressed", String(hide));
    for (const way of holder.querySelectorAll("details.way")) way.open = !hide;
  });
  for (const radio of controls.querySelectorAll("input[name=group]")) {
    radio.addEventListener("change", () => {
      (radio.value === "file" ? groupByFile : groupByRule)();
      filter();
    });
  }
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.addEventListener("input", filter);
  controls.hidden = false;
  filter();
})();
