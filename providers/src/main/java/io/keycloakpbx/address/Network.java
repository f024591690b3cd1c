package io.keycloakpbx.address;

import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.wildfly.common.net.CidrAddress;
import org.wildfly.common.net.Inet;

/** The addresses that begin with the same bits. */
public final class Network {

    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private final CidrAddress network;

    private Network(CidrAddress network) {
        this.network = network;
    }

    /** The network of a text such as {@code 192.0.2.0/24}, or of one address alone; empty for every other text. */
    public static Optional<Network> parse(String text) {
        return text.indexOf('/') >= 0
                ? Optional.ofNullable(Inet.parseCidrAddress(text)).map(Network::unmapped)
                : IpAddress.parse(text).map(IpAddress::unmapped).map(Network::of);
    }

    /**
     * That of {@code ::ffff:192.0.2.0/120} is {@code 192.0.2.0/24}, as the addresses in it are looked for so. The library has
     * made an IPv4 address of the first, and has left the bits.
     */
    private static Network unmapped(CidrAddress network) {
        return network.getNetworkAddress() instanceof Inet4Address first && network.getNetmaskBits() > IPV4_BITS
                ? new Network(CidrAddress.create(first, network.getNetmaskBits() - (IPV6_BITS - IPV4_BITS)))
                : new Network(network);
    }

    private static Network of(IpAddress address) {
        return new Network(CidrAddress.create(address.address(), address.isIpv6() ? IPV6_BITS : IPV4_BITS));
    }

    /** The networks of a text in which commas are between them; what is none is left out. */
    public static List<Network> list(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .map(Network::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    public boolean contains(IpAddress address) {
        return network.matches(address.unmapped().address());
    }

    @Override
    public String toString() {
        return network.toString();
    }
}
