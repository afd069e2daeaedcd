<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Doctor;

use Symfony\Component\HttpClient\HttpClient;
use Symfony\Contracts\HttpClient\Exception\ExceptionInterface;

/** Whether the service can reach a callback URL, as far as that can be seen from here. */
final readonly class CallbackCheck
{
    private const SUBJECT = 'callback URL';

    public function __construct(private string $url)
    {
    }

    public function line(): Line
    {
        $parts = parse_url($this->url);
        $scheme = is_array($parts) ? strtolower($parts['scheme'] ?? '') : '';
        $host = is_array($parts) ? trim($parts['host'] ?? '', '[]') : '';
        if ($host === '' || !in_array($scheme, ['http', 'https'], true)) {
            return Line::error(self::SUBJECT, 'is not an absolute URL', 'Use an https URL such as https://hotel.example/cotp.');
        }
        $addresses = $this->addresses($host);
        if ($addresses === []) {
            return Line::error(self::SUBJECT, "$host has no address in the DNS of this machine", 'Check the name. It must resolve for PCI Booking, too.');
        }
        foreach ($addresses as $address) {
            if (filter_var($address, FILTER_VALIDATE_IP, FILTER_FLAG_NO_PRIV_RANGE | FILTER_FLAG_NO_RES_RANGE) === false) {
                return Line::error(self::SUBJECT, "$host is $address, which is not reachable from outside", 'Use a public name, or a tunnel to this machine.');
            }
        }
        return $this->response($scheme);
    }

    private function response(string $scheme): Line
    {
        try {
            $status = HttpClient::create(['timeout' => 10.0, 'max_redirects' => 0])->request('POST', $this->url, ['json' => (object) []])->getStatusCode();
        } catch (ExceptionInterface $failure) {
            return Line::error(self::SUBJECT, 'does not respond: ' . $failure->getMessage(), 'Check the server and its certificate. Seen from outside, it may differ.');
        }
        return match (true) {
            $status === 404 => Line::error(self::SUBJECT, 'responds with HTTP 404', 'Check the path of the URL.'),
            $status >= 300 && $status < 400 => Line::error(self::SUBJECT, "redirects (HTTP $status)", 'Use the URL that it redirects to: redirects of a POST lose the body.'),
            $status >= 500 => Line::error(self::SUBJECT, "fails with HTTP $status", 'Look into the log of the site: an unsigned callback must lead to 403, not to a failure.'),
            $status < 300 => Line::warning(self::SUBJECT, "accepts a callback without a token (HTTP $status)", 'Verify callbacks (CotpCallbackVerifier): an unsigned one must lead to 403.'),
            $scheme === 'http' => Line::warning(self::SUBJECT, "responds with HTTP $status, but without TLS", 'Use https: the URL contains a token.'),
            default => Line::ok(self::SUBJECT, "responds with HTTP $status to an unsigned callback"),
        };
    }

    /** @return list<string> */
    private function addresses(string $host): array
    {
        if (filter_var($host, FILTER_VALIDATE_IP) !== false) {
            return [$host];
        }
        return gethostbynamel($host) ?: array_values(array_filter(array_column(@dns_get_record($host, DNS_AAAA) ?: [], 'ipv6'), is_string(...)));
    }
}
