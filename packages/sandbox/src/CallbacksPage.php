<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The newest callbacks with their attempts. */
final class CallbacksPage
{
    /** The states of a callback in words. */
    private const STATES = ['waiting' => 'waiting', 'delivered' => 'delivered', 'given_up' => 'given up', 'refused' => 'rejected'];

    /**
     * @param list<array<string, mixed>> $callbacks entries of Overview::callbacks()
     * @param int $count of all callbacks
     */
    public static function html(array $callbacks, int $count): string
    {
        $list = implode("\n", array_map(self::callback(...), $callbacks));
        return Pages::listing('callbacks', $list, count($callbacks), $count, '/callbacks', 'There are no callbacks yet.');
    }

    /** @param array<string, mixed> $callback */
    private static function callback(array $callback): string
    {
        $state = Json::text($callback['state']);
        $stateText = self::STATES[$state] ?? $state;
        $body = Html::text((string) json_encode($callback['body'], JSON_UNESCAPED_SLASHES));
        $attempts = '';
        foreach ((array) $callback['attempts'] as $attempt) {
            [$time, $result] = is_array($attempt) ? [Json::text($attempt['time']), Json::text($attempt['result'])] : ['', ''];
            $attempts .= '<li>' . Html::time($time) . ': ' . Html::text($result) . '</li>';
        }
        if ($callback['next_attempt'] !== null) {
            $attempts .= '<li>' . Html::time(Json::text($callback['next_attempt'])) . ': next attempt</li>';
        }
        return '<article><header><h2>' . Html::text(Json::text($callback['status'])) . "</h2><p class=\"meta\"><span class=\"status $state\">$stateText</span></p></header>"
            . '<p class="url">POST ' . Html::text(Json::text($callback['url'])) . "</p><pre>$body</pre>"
            . ($attempts === '' ? '' : "<ul>$attempts</ul>") . '</article>';
    }
}
