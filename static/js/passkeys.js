// Passkeys: asks the browser for one and sends its answer with the form around the button.
// Without script, or without passkeys in the browser, the buttons stay hidden.

async function optionsFor(button) {
  if (button.dataset.options) {
    return JSON.parse(document.getElementById(button.dataset.options).textContent);
  }
  const answer = await fetch(button.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

async function ask(button) {
  const options = await optionsFor(button);
  const { create, get } = window.webauthnJSON;
  return button.dataset.passkey === "make" ? create(options) : get(options);
}

async function send(event) {
  const button = event.currentTarget;
  const trouble = button.form.querySelector("[data-passkey-trouble]");
  event.preventDefault();
  trouble.hidden = true;
  try {
    button.form.elements.credential.value = JSON.stringify(await ask(button));
    button.form.requestSubmit(button);
  } catch {
    trouble.hidden = false;
  }
}

if (window.PublicKeyCredential && window.webauthnJSON) {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", send);
  }
}
