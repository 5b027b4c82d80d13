// VGG16's features in ONNX Runtime, from the file that pytorch.py --export wrote. Prints one JSON object on one line:
// images per second (in the fastest of several times, and in the median time) and the most resident bytes of this process.
//
//   npm install --ignore-scripts
//   node onnxruntime.mjs --model vgg16.onnx --image 224 --batch 8 --threads 2
import { parseArgs } from 'node:util';
import ort from 'onnxruntime-node';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    image: { type: 'string', default: '224' },
    batch: { type: 'string', default: '8' },
    threads: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '2' },
  },
});
const image = Number(values.image);
const batch = Number(values.batch);
const threads = Number(values.threads);
const limit = Number(values.seconds);
const leastTimes = 3;

const session = await ort.InferenceSession.create(values.model, {
  executionProviders: ['cpu'],
  graphOptimizationLevel: 'all',
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
});
const pixels = Float32Array.from({ length: batch * 3 * image * image }, () => Math.random() * 2 - 1);
const feeds = { [session.inputNames[0]]: new ort.Tensor('float32', pixels, [batch, 3, image, image]) };

// The first run warms up; then three runs count, and more until the seconds are over
const begin = performance.now();
await session.run(feeds);
const seconds = [];
while (seconds.length < leastTimes || performance.now() - begin < 1000 * limit) {
  const start = performance.now();
  await session.run(feeds);
  seconds.push((performance.now() - start) / 1000);
}
seconds.sort((a, b) => a - b);
const middle = seconds.length >> 1;
const median = seconds.length % 2 === 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
console.log(JSON.stringify({
  library: 'ONNX Runtime',
  version: ort.env.versions.node,
  node: process.versions.node,
  image,
  batch,
  threads,
  inferImagesPerSecond: batch / seconds[0],
  inferImagesPerSecondMedian: batch / median,
  inferPeakBytes: process.resourceUsage().maxRSS * 1024,
}));
