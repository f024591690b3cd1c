/**
 * PatternFly's rules, from the server: the console loads those of components only when it uses them. They go first into
 * the head, where all rules of the console win over them, so that its own pages stay as they are.
 */
export function addStyles() {
  const map = document.querySelector('script[type="importmap"]')?.textContent ?? "";
  const vendor = /"([^"]*)\/react\/react\./.exec(map)?.[1];
  if (vendor) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = `${vendor}/patternfly-v5/patternfly.min.css`;
    document.head.prepend(link);
  }
}
