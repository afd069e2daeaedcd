<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

/** A part of a page that updates itself. */
final class Live
{
    /** Identifies what the part shows, and the session: a new one needs other tokens in the forms of the page. */
    public readonly string $version;

    /**
     * @param string $path where desk.js asks for the part
     * @param string $html the content; elements with an id stay the same elements in an update
     * @param string $content what the version depends on
     * @param string $news what a screen reader says when the part has changed
     * @param string $csrf the token for all forms of the page, also for those outside the part
     */
    public function __construct(private string $path, private string $html, string $content, private string $news, private string $csrf)
    {
        $this->version = hash('sha256', $csrf . $content);
    }

    public function html(): string
    {
        return '<div data-live="' . Html::text($this->path) . "\" data-csrf=\"" . Html::text($this->csrf) . "\" data-version=\"$this->version\" data-news=\"" . Html::text($this->news)
            . "\" tabindex=\"-1\">$this->html</div>";
    }

    /** Responds to desk.js: 304 without a body, if it has this version already. */
    public function send(): void
    {
        $tag = "W/\"$this->version\"";
        header("ETag: $tag");
        if (($_SERVER['HTTP_IF_NONE_MATCH'] ?? '') === $tag) {
            http_response_code(304);
        } else {
            echo $this->html();
        }
    }
}
