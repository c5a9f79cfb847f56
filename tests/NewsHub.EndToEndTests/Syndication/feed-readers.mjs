// Reads the feeds of a hub with two libraries.
// Usage: node feed-readers.mjs HUB PATH; prints {"LIBRARY FILE": [{id, title, link, published, content}]}, the time in seconds since 1970.
import { parseFeed } from "feedsmith";
import Parser from "rss-parser";

const [hub, path] = process.argv.slice(2);

async function load(file) {
  const answer = await fetch(new URL(`${path}/${file}`, hub));
  if (!answer.ok) throw new Error(`${file} answered ${answer.status}`);
  return answer.text();
}

const seconds = (time) => Math.floor(Date.parse(time) / 1000);

const ofFeedsmith = {
  rss: (item) => ({ id: item.guid.value, title: item.title, link: item.link, published: seconds(item.pubDate), content: item.content?.encoded ?? item.description }),
  atom: (entry) => ({ id: entry.id, title: entry.title.value, link: entry.links.find((link) => link.rel === "alternate").href, published: seconds(entry.published), content: entry.content.value }),
  json: (item) => ({ id: item.id, title: item.title, link: item.url, published: seconds(item.date_published), content: item.content_html ?? item.content_text }),
};

const ofRssParser = (item) => ({
  id: item.guid ?? item.id, title: item.title, link: item.link, published: seconds(item.isoDate), content: item["content:encoded"] ?? item.content,
});

const read = {};
for (const file of ["feed.xml", "atom.xml", "feed.json"]) {
  const text = await load(file);
  const { format, feed } = parseFeed(text);
  read[`feedsmith ${file}`] = (feed.items ?? feed.entries).map(ofFeedsmith[format]);
  if (file !== "feed.json") read[`rss-parser ${file}`] = (await new Parser().parseString(text)).items.map(ofRssParser);
}

console.log(JSON.stringify(read));
