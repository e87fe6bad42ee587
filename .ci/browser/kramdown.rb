# Posts as Jekyll renders them: reads a JSON list of Markdown texts, writes a JSON list of HTML texts.
require 'json'
require 'kramdown'
require 'kramdown-parser-gfm'

# Jekyll's defaults (jekyll/configuration.rb, "kramdown"); code is not coloured.
OPTIONS = {
  auto_ids: true, entity_output: :as_char, hard_wrap: false, input: 'GFM',
  smart_quotes: 'lsquo,rsquo,ldquo,rdquo', syntax_highlighter: nil, toc_levels: (1..6).to_a
}.freeze

posts = JSON.parse($stdin.set_encoding("UTF-8").read)
$stdout.set_encoding("UTF-8")
puts JSON.generate(posts.map { |post| Kramdown::Document.new(post, OPTIONS).to_html.scrub })
