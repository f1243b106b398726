// A formula that is copied as text is its TeX; a browser's own text of it would have each symbol on a line.
addEventListener("copy", (event) => {
    const selection = getSelection();
    if (!event.clipboardData || !selection.rangeCount) return;
    const copy = document.createElement("div");
    copy.append(selection.getRangeAt(0).cloneContents());
    if (!copy.querySelector("math annotation")) return;
    event.clipboardData.setData("text/html", copy.innerHTML);
    for (const math of copy.querySelectorAll("math")) {
        const tex = math.querySelector("annotation")?.textContent;
        if (tex) math.replaceWith(math.getAttribute("display") === "block" ? `$$${tex}$$` : `$${tex}$`);
    }
    // Text that is laid out has its line ends, text that is not has none.
    copy.style.cssText = "position: fixed; left: 200vw; white-space: normal";
    document.body.append(copy);
    event.clipboardData.setData("text/plain", copy.innerText);
    copy.remove();
    event.preventDefault();
});
