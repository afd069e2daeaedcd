<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The pages for the developer, and their lists as JSON. */
final class Pages
{
    /** The pages show this many entries, the newest ones; the JSON documents contain all. */
    public const MOST_ENTRIES = 50;
    private const DOCUMENTS = [
        '/outbox.json' => 'messages', '/callbacks.json' => 'callbacks', '/sandbox/requests.json' => 'requests', '/sandbox/cards.json' => 'cards',
        '/sandbox/stats.json' => 'counters', '/sandbox/clock' => 'clock', '/sandbox/faults' => 'faults',
    ];

    public function __construct(private Overview $overview)
    {
    }

    public function handle(HttpRequest $request): Response
    {
        $path = implode('/', $request->segments);
        if (!in_array($request->method, ['GET', 'HEAD'], true)) {
            return new Response($path === '' ? 405 : 404);
        }
        $account = Account::of($request);
        $origin = $request->origin();
        return match ($path) {
            '' => Response::html(200, Html::page('Card Over The Phone', self::welcome($origin), '/')),
            'sandbox.css' => new Response(200, (string) file_get_contents(__DIR__ . '/../sandbox.css'), ['Content-Type' => 'text/css; charset=utf-8']),
            'outbox' => Response::html(200, Html::page('Outbox', $this->outbox($origin), '/outbox')),
            'outbox.json' => Response::json(200, $this->overview->outbox($account, $origin)),
            'callbacks' => Response::html(200, Html::page('Callbacks', $this->callbacks(), '/callbacks')),
            'callbacks.json' => Response::json(200, $this->overview->callbacks($account)),
            default => Response::html(404, Html::page('Not found', '<p>The sandbox has no such page. <a href="/">Back to the start page</a></p>')),
        };
    }

    /**
     * Returns the newest entries of a list below a line that says how many there are, with a link to look again. A page that
     * reloads by itself would take the reader's place away.
     * @param string $list HTML
     */
    public static function listing(string $noun, string $list, int $shown, int $count, string $path, string $ifEmpty): string
    {
        $all = "<a href=\"$path.json\">all as JSON</a>";
        $number = number_format($count);
        $about = match (true) {
            $count === 0 => $ifEmpty,
            $shown < $count => "The newest $shown of $number $noun ($all).",
            default => "Newest first ($all).",
        };
        return "<p class=\"about\">$about <a class=\"reload\" href=\"$path\">Reload</a></p>\n$list";
    }

    private static function welcome(string $origin): string
    {
        $base = Html::text("$origin/api");
        $hint = Language::of('en')->html('test_cards_hint');
        $documents = $cards = '';
        foreach (self::DOCUMENTS as $path => $name) {
            $documents .= "<li><a href=\"$path\">$name</a></li>\n";
        }
        foreach (TestCards::NUMBERS as $number => $scheme) {
            $cards .= "<tr><th scope=\"row\">$scheme</th><td><code>$number</code></td></tr>\n";
        }
        return <<<HTML
            <p>A stand-in for PCI Booking's Card Over The Phone API on your own machine. Use the base URI <code>$base</code> and any API key you like:</p>
            <pre>\$cotp = new CotpRequest('any-key-you-like', '$base');</pre>
            <h2>What happened</h2>
            <ul class="links">
            <li><a href="/outbox">Outbox</a>: the e-mails and text messages with their links</li>
            <li><a href="/callbacks">Callbacks</a>: their URLs, bodies and attempts</li>
            </ul>
            <h2>Lists as JSON</h2>
            <ul class="links row">
            $documents</ul>
            <h2 id="cards">Test cards</h2>
            <p>The guest's form accepts these cards. $hint</p>
            <table aria-labelledby="cards">
            <thead><tr><th scope="col">Scheme</th><th scope="col">Number</th></tr></thead>
            <tbody>
            $cards</tbody>
            </table>
            HTML;
    }

    private function outbox(string $origin): string
    {
        return OutboxPage::html($this->overview->newestMessages(self::MOST_ENTRIES), $this->overview->count('message'), $origin);
    }

    private function callbacks(): string
    {
        return CallbacksPage::html($this->overview->callbacks(null, self::MOST_ENTRIES), $this->overview->count('callback'));
    }
}
