<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Service;

use CotpCli\Interrupt;
use CotpCli\Interrupted;
use CotpCli\UserError;
use Symfony\Component\HttpClient\HttpClient;
use Symfony\Contracts\HttpClient\Exception\ExceptionInterface;
use Symfony\Contracts\HttpClient\HttpClientInterface;

/** A site under development to which callbacks are posted: on this machine, unless its host was named. */
final readonly class LocalSite
{
    private const TIMEOUT = 10.0;

    public string $host;
    private HttpClientInterface $http;

    /** @throws UserError when the URL is invalid, or its host is neither this machine nor the allowed one */
    public function __construct(public string $url, ?string $allowedHost, private Interrupt $interrupt)
    {
        $this->host = strtolower(trim((string) parse_url($url, PHP_URL_HOST), '[]'));
        if ($this->host === '' || preg_match('~^https?://[^\s/?#@\\\\\x7f-\xff]+(?:[/?][^\s#\\\\\x7f-\xff]*)?$~Di', $url) !== 1) {
            throw new UserError('The URL of the site must be an absolute http or https URL without a user name or fragment.');
        }
        if (!Target::isLoopbackHost($this->host) && ($allowedHost === null || strcasecmp(trim($allowedHost, '[]'), $this->host) !== 0)) {
            throw new UserError("$this->host is not this machine, and the callback would change the state of a real site. If you mean it: --allow-host $this->host");
        }
        $this->http = HttpClient::create(['max_redirects' => 0, 'no_proxy' => '*', 'timeout' => self::TIMEOUT, 'max_duration' => self::TIMEOUT]);
    }

    /**
     * Posts a callback to the signed URL.
     * @param array<string, string> $body
     * @return array{int, string} the HTTP status, or 0 and the failure
     * @throws Interrupted when the run is to end
     */
    public function post(#[\SensitiveParameter] string $signedUrl, array $body): array
    {
        return $this->interrupt->whileTransferring(function () use ($signedUrl, $body): array {
            try {
                return [$this->http->request('POST', $signedUrl, ['json' => $body, 'on_progress' => $this->interrupt->check(...)])->getStatusCode(), ''];
            } catch (ExceptionInterface $failure) {
                // The HTTP client may have changed the URL: the letter case of its host, or a default port.
                return [0, (string) preg_replace('/([?&]cotp=)[^&"\s]*/', '$1…', $failure->getMessage())];
            }
        });
    }
}
