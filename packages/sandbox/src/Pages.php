<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The pages for the developer, and their lists as JSON. */
final class Pages
{
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
        return match ($path) {
            '' => Response::html(200, Html::page('Card Over The Phone', self::welcome($request->origin()))),
            'sandbox.css' => new Response(200, (string) file_get_contents(__DIR__ . '/../sandbox.css'), ['Content-Type' => 'text/css; charset=utf-8']),
            'outbox' => Response::html(200, Html::page('Outbox', $this->outbox($request->origin()), true)),
            'outbox.json' => Response::json(200, $this->overview->outbox($account, $request->origin())),
            'callbacks' => Response::html(200, Html::page('Callbacks', $this->callbacks(), true)),
            'callbacks.json' => Response::json(200, $this->overview->callbacks($account)),
            default => Response::html(404, Html::page('Not found', '<p><a href="/">Back to the start page</a></p>')),
        };
    }

    private static function welcome(string $origin): string
    {
        $base = Html::text("$origin/api");
        return <<<HTML
            <p>A stand-in for PCI Booking's Card Over The Phone API on your own machine. Use <code>$base</code> as the base URI and any API key you like.</p>
            <ul>
            <li><a href="/outbox">Outbox</a>: all e-mails and text messages, with their links (<a href="/outbox.json">JSON</a>)</li>
            <li><a href="/callbacks">Callbacks</a>: all callbacks, with their URLs and attempts (<a href="/callbacks.json">JSON</a>)</li>
            <li><a href="/sandbox/requests.json">Requests</a>, <a href="/sandbox/cards.json">cards</a>, <a href="/sandbox/stats.json">counters</a>,
                <a href="/sandbox/clock">clock</a>, <a href="/sandbox/faults">faults</a> as JSON</li>
            </ul>
            HTML;
    }

    private function outbox(string $origin): string
    {
        $list = '';
        foreach ($this->overview->outbox(null, $origin) as $message) {
            [$to, $channel, $subject, $status, $time, $link] = array_map(
                static fn (mixed $value): string => Html::text(Json::text($value)),
                [$message['to'], $message['channel'], $message['subject'], $message['status'], $message['time'], $message['link']],
            );
            $text = nl2br(Html::text(Json::text($message['text'])));
            $list .= "<article><h2>$subject</h2><p class=\"meta\">$channel to $to, $time, $status</p><p>$text</p><p><a href=\"$link\">$link</a></p></article>";
        }
        return $list === '' ? '<p>Nothing has been sent yet.</p>' : $list;
    }

    private function callbacks(): string
    {
        $list = '';
        foreach ($this->overview->callbacks(null) as $callback) {
            $body = Html::text((string) json_encode($callback['body'], JSON_UNESCAPED_SLASHES));
            $attempts = '';
            foreach ((array) $callback['attempts'] as $attempt) {
                [$time, $result] = is_array($attempt) ? [Json::text($attempt['time']), Json::text($attempt['result'])] : ['', ''];
                $attempts .= '<li>' . Html::text("$time: $result") . '</li>';
            }
            $next = $callback['next_attempt'] === null ? '' : '<p>Next attempt: ' . Html::text(Json::text($callback['next_attempt'])) . '</p>';
            $list .= '<article><h2>' . Html::text(Json::text($callback['status']) . ': ' . Json::text($callback['state'])) . '</h2><p class="meta">'
                . Html::text(Json::text($callback['url'])) . "</p><pre>$body</pre><ul>$attempts</ul>$next</article>";
        }
        return $list === '' ? '<p>There are no callbacks yet.</p>' : $list;
    }
}
