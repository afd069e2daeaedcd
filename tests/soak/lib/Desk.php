<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSoak;

use BookingSite\Tests\Http;
use BookingSite\Tests\Reply;

/** An agent's browser at the site's desk. A failed request has the status 0, or the status of the web server. */
final class Desk
{
    private string $cookie = '';
    private string $csrf = '';

    public function __construct(private string $url)
    {
    }

    public function get(string $path): Reply
    {
        return Http::get($this->url . $path, $this->cookie === '' ? [] : ["Cookie: $this->cookie"]);
    }

    /** @param array<string, string> $fields */
    public function post(string $path, array $fields): Reply
    {
        $this->csrf === '' && $this->enter();
        return Http::post($this->url . $path, http_build_query($fields + ['csrf' => $this->csrf]), ["Cookie: $this->cookie"]);
    }

    /** @return string the name of the notice that a response leads to, or '' */
    public static function notice(Reply $reply): string
    {
        return $reply->status === 303 ? explode('notice=', $reply->header('Location'))[1] : '';
    }

    private function enter(): void
    {
        $page = $this->get('/');
        if (preg_match('/name="csrf" value="([0-9a-f]+)"/', $page->body, $match)) {
            $this->cookie = explode(';', $page->header('Set-Cookie'))[0];
            $this->csrf = $match[1];
        }
    }
}
