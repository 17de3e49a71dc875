// Tells the server the browser's time zone, for "yesterday at 21:40". Ends with the browser.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (zone && !document.cookie.split("; ").includes(`zone=${zone}`)) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `zone=${zone}; path=/; SameSite=Lax${secure}`;
}
