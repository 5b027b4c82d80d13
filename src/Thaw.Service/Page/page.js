'use strict';

// The page of Thaw's service. Everything it shows comes from the service's own interface; texts are set as text, never as markup.
const find = id => document.getElementById(id);
const number = (value, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits });
const pause = seconds => new Promise(resolve => setTimeout(resolve, 1000 * seconds));

// Of one digit, and never as certainty what is only near to it
const percent = share => {
  const text = share > 0.9995 && share < 1 ? 'over 99.9' : share < 0.0005 && share > 0 ? 'under 0.1'
    : (100 * share).toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return text + '\u00a0%';
};

const most = 100 * 1024 * 1024; // bytes of a file; a larger one is not worth the upload, and the service's own limit is lower as a rule
const bars = 10; // classes of an answer that get a bar of their own
const kinds = 'JPEG, PNG or BMP';
const silent = 'The service does not answer.', locked = 'The service needs a key; give it above.';
const waiting = [];
let models = [], key = '', asking = 0;

const problemOf = async response => {
  if (response.status === 401) return locked;
  try { return (await response.json()).detail ?? response.statusText; } catch { return response.statusText || 'status ' + response.status; }
};

async function ask(path, options = {}) {
  const headers = new Headers(options.headers);
  if (key) headers.set('Authorization', 'Bearer ' + key);
  const response = await fetch(path, { ...options, headers, cache: 'no-store' });
  if (response.status === 401) find('key-section').hidden = false;
  return response;
}

// Elements are changed only where their text differs, so that what somebody has marked stays marked, and nothing is read out twice
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === '';
}

function entries(list, pairs) {
  const known = pairs.filter(([, value]) => value !== undefined && value !== null && value !== '');
  const names = known.map(([name]) => name), shown = [...list.querySelectorAll('dt')].map(term => term.textContent);
  if (names.join() !== shown.join()) {
    list.replaceChildren(...names.map(name => {
      const pair = document.createElement('div'), term = document.createElement('dt');
      term.textContent = name;
      pair.append(term, document.createElement('dd'));
      return pair;
    }));
  }
  list.querySelectorAll('dd').forEach((text, i) => {
    setText(text, String(known[i][1]));
    text.parentElement.classList.toggle('wide', text.textContent.length > 40);
  });
  list.closest('section').hidden = known.length === 0;
}

function chosen() {
  return models.find(model => model.name === find('model').value) ?? models[0];
}

function showCard() {
  const model = chosen();
  if (!model) return;
  setText(find('problem'), model.problem ? `A newer file of this model was refused; the version below still answers. ${model.problem}` : '');
  entries(find('card'), [
    ['Name', model.name],
    ['Version', model.version],
    ['Loaded', model.loadedAt && new Date(model.loadedAt).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })],
    ['Network', model.network && `${model.network}, ${model.imageSize} × ${model.imageSize} pixels`],
    ['Backbone', model.backbone],
    ['Plan', model.plan],
    ['Validation accuracy', model.validationAccuracy !== undefined ? percent(model.validationAccuracy) : undefined],
    [`Called ${model.classes?.[1]}`, model.threshold !== undefined ? `from ${percent(model.threshold)} on` : undefined],
    ['Calibration temperature', model.temperature !== undefined ? number(model.temperature, 3) : undefined],
    [model.classes ? `${number(model.classes.length)} classes` : 'Classes', model.classes?.join(', ')],
  ]);
}

function showModels(list) {
  models = list;
  const select = find('model'), names = models.map(model => model.name), shown = [...select.options].map(option => option.value);
  if (names.join() !== shown.join()) select.replaceChildren(...names.map(name => new Option(name, name)));
  find('choice').hidden = models.length < 2;
  setText(find('state'), models.some(model => model.state === 'loading') ? 'Loading …' : 'Ready');
  showCard();
}

async function loadModels() {
  const response = await ask('v1/models');
  if (response.ok) showModels((await response.json()).models);
  else setText(find('state'), response.status === 401 ? 'A key is needed' : await problemOf(response));
  return response.ok;
}

// The sum of a metric over its labels, from Prometheus's text
function sum(text, name) {
  return text.split('\n').filter(line => line.startsWith(name + '{') || line.startsWith(name + ' ')).reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

async function loadNumbers() {
  const response = await ask('metrics');
  if (!response.ok) return;
  const text = await response.text(), count = sum(text, 'thaw_request_duration_seconds_count'), batches = sum(text, 'thaw_batch_size_count');
  entries(find('numbers'), [
    ['Pictures answered', number(sum(text, 'thaw_pictures_total'))],
    ['Requests', number(count)],
    ['Requests that failed', number(sum(text, 'thaw_failures_total'))],
    ['Mean time of a request', count ? number(1000 * sum(text, 'thaw_request_duration_seconds_sum') / count, 1) + ' ms' : undefined],
    ['Mean pictures a batch', batches ? number(sum(text, 'thaw_batch_size_sum') / batches, 1) : undefined],
    ['Pictures waiting', number(sum(text, 'thaw_queue_length'))],
    ['Memory', number(sum(text, 'process_working_set_bytes') / 2 ** 20) + ' MiB'],
  ]);
}

// Whether the service told what it is; each refusal of a key counts as a failure in its metrics, so that it is not asked on where it refused one
async function refresh() {
  try {
    if (!await loadModels()) return false;
    await loadNumbers();
    return true;
  } catch {
    setText(find('state'), silent);
    return false;
  }
}

async function refreshOnAndOn() {
  for (;;) {
    if (find('key-section').hidden && !document.hidden) await refresh();
    await pause(models.length && models.every(model => model.state !== 'loading') ? 10 : 1);
  }
}

function row(name, share, told) {
  const item = document.createElement('li'), label = document.createElement('span'), value = document.createElement('span'), bar = document.createElement('progress');
  label.textContent = name;
  value.textContent = percent(share);
  bar.value = share; // of 1
  bar.setAttribute('aria-hidden', 'true'); // the text beside it says the same
  item.classList.toggle('told', told);
  item.append(label, value, bar);
  return item;
}

function showAnswer(item, prediction) {
  item.querySelector('.label').textContent = prediction.label;
  item.querySelector('.sure').textContent = `Probability ${percent(prediction.probability)}, calibrated confidence ${percent(prediction.confidence)}`;
  item.querySelector('.picture').alt = `Your picture, called ${prediction.label}`;
  const shares = Object.entries(prediction.probabilities).sort((a, b) => (b[0] === prediction.label) - (a[0] === prediction.label) || b[1] - a[1]), rest = shares.slice(bars);
  item.querySelector('.shares').replaceChildren(...shares.slice(0, bars).map(([name, share]) => row(name, share, name === prediction.label)));
  setText(item.querySelector('.rest'), rest.length ? `${number(rest.length)} more ${rest.length === 1 ? 'class' : 'classes'}, together ${percent(rest.reduce((sum, [, share]) => sum + share, 0))}` : '');
  if (prediction.explanation) showExplanation(item, prediction.explanation);
}

function showExplanation(item, told) {
  const overlay = item.querySelector('.overlay'), look = item.querySelector('.look'), where = item.querySelector('.where');
  const nowhere = told.strongest === 'nowhere';
  overlay.src = 'data:image/png;base64,' + told.overlay;
  overlay.alt = nowhere ? `Nothing in the picture speaks for ${told.class}` : `Heat of where the model looked for ${told.class}: most at the ${told.strongest} of the picture`;
  where.textContent = nowhere ? `Nothing in the picture speaks for ${told.class}.` : `Yellow speaks most for ${told.class}, violet a little. Strongest: ${told.strongest}.`;
  look.hidden = false;
  look.addEventListener('click', () => {
    overlay.hidden = where.hidden = !overlay.hidden;
    look.textContent = overlay.hidden ? 'Show where the model looked' : 'Show the picture';
  });
}

function showFailure(item, text) {
  item.classList.add('failed');
  item.querySelector('.label').textContent = text;
}

// Shows the answer to a file, and returns what to read out
async function classify(file, item, model) {
  if (file.size > most) throw new Error('The file is too large.');
  for (let attempt = 0; ; attempt++) {
    const response = await ask(`v1/models/${encodeURIComponent(model)}/classify?explain=true`,
      { method: 'POST', body: file, headers: { 'Content-Type': file.type.startsWith('image/') ? file.type : 'application/octet-stream' } }).catch(() => { throw new Error(silent); });
    if (response.ok) {
      const prediction = (await response.json()).predictions[0];
      showAnswer(item, prediction);
      return `${prediction.label}, calibrated confidence ${percent(prediction.confidence)}`;
    }
    if (response.status !== 503 || attempt === 4) throw new Error(await problemOf(response));
    await pause(Number(response.headers.get('Retry-After') ?? 1));
  }
}

async function work() {
  if (asking >= 2 || waiting.length === 0) return;
  asking++;
  const [file, item, model] = waiting.shift();
  let told;
  try {
    told = await classify(file, item, model);
  } catch (error) {
    told = error.message;
    showFailure(item, told);
  }
  item.removeAttribute('aria-busy');
  find('news').textContent = `${file.name}: ${told}`;
  asking--;
  if (asking === 0 && waiting.length === 0) loadNumbers().catch(() => { });
  work();
}

function show(file, model) {
  const item = find('answer').content.cloneNode(true).firstElementChild, picture = item.querySelector('.picture');
  picture.addEventListener('load', () => URL.revokeObjectURL(picture.src));
  picture.addEventListener('error', () => { picture.hidden = true; item.querySelector('.none').hidden = false; });
  picture.src = URL.createObjectURL(file);
  item.querySelector('.file').textContent = file.name;
  item.querySelector('.by').textContent = models.length > 1 ? `Model: ${model}` : '';
  find('results').prepend(item);
  return item;
}

function add(files) {
  const isPicture = file => file.type.startsWith('image/') || /\.(jpe?g|png|bmp)$/i.test(file.name);
  const pictures = [...files].filter(isPicture), others = [...files].filter(file => !isPicture(file)).map(file => file.name), model = chosen()?.name;
  if (!model) return setText(find('error'), find('key-section').hidden ? find('state').textContent : locked);
  setText(find('error'), others.length ? `Expected ${kinds} files, got ${others.slice(0, 3).join(', ')}${others.length > 3 ? ` and ${number(others.length - 3)} more` : ''}.`
    : pictures.length ? '' : `Expected ${kinds} files, got none.`);
  for (const file of pictures) {
    waiting.push([file, show(file, model), model]);
    work();
  }
  find('clear').hidden = find('results').childElementCount === 0;
}

async function useKey(event) {
  event.preventDefault();
  key = find('key').value.trim();
  find('key-hint').classList.remove('error');
  const valid = /^[\x21-\x7e]+$/.test(key); // others can't stand in a header
  if (valid && await refresh()) {
    find('key-section').hidden = true;
    setText(find('error'), '');
    find('files').focus();
  } else {
    find('key-hint').classList.add('error');
    setText(find('key-hint'), valid && find('state').textContent === silent ? silent : 'The service does not know this key.');
    find('key').focus();
  }
}

find('files').addEventListener('change', event => { add(event.target.files); event.target.value = ''; });
find('model').addEventListener('change', showCard);
find('clear').addEventListener('click', () => {
  waiting.length = 0;
  find('results').replaceChildren();
  find('clear').hidden = true;
  find('news').textContent = '';
  find('files').focus();
});
find('key-form').addEventListener('submit', useKey);
document.addEventListener('dragover', event => { event.preventDefault(); find('drop').classList.add('over'); });
document.addEventListener('dragleave', event => { if (!event.relatedTarget) find('drop').classList.remove('over'); });
document.addEventListener('drop', event => { event.preventDefault(); find('drop').classList.remove('over'); add(event.dataTransfer.files); });
document.addEventListener('paste', event => { if (event.clipboardData?.files.length) { event.preventDefault(); add(event.clipboardData.files); } });
refreshOnAndOn();
