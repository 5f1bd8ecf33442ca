//! Owns a small table of places: countries, regions and towns that companies are called after. Such a word alone points
//! at no company. Called by the forms alone.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Places as folded words of five letters or more; shorter words never stand for a company alone.
const PLACES: &str = "aberdeen abuja accra adelaide afghanistan africa alabama alaska albania albany alberta algeria america amsterdam anchorage \
    andorra angola ankara antwerp aragon argentina arizona arkansas armenia arnhem asia athens atlanta auckland austin australia austria avignon \
    azerbaijan bahamas bahrain bangalore bangkok bangladesh barbados barcelona basel bavaria beijing beirut belarus belfast belgium belgrade belize \
    bergen berkshire berlin bermuda bilbao birmingham bogota bohemia bolivia bologna bombay bordeaux bosnia boston botswana brandenburg brasilia \
    bratislava brazil bremen brighton brisbane bristol britain brittany brooklyn bruges brunei brussels bucharest buckinghamshire budapest buffalo \
    bulgaria burgundy cairo calcutta calgary california cambodia cambridge cambridgeshire cameroon canada canberra cardiff caribbean carolina \
    catalonia ceylon channel charleston cheltenham chennai cheshire chester chicago chile china cincinnati cleveland cologne colombia colombo \
    colorado columbia columbus congo connecticut copenhagen cordoba cornwall coventry croatia cumbria cyprus czechia dakar dakota dallas damascus \
    danzig delaware delhi denmark denver derby derbyshire detroit devon dhaka dorset dortmund dresden dubai dublin dundee durham dusseldorf \
    ecuador edinburgh edmonton egypt eindhoven england eritrea essen essex estonia ethiopia europe exeter finland flanders florence florida france \
    frankfurt freiburg gabon galicia galway gambia gaza geneva genoa georgia germany ghana ghent glasgow gloucester gloucestershire gothenburg granada \
    graz greece greenland grenada guatemala guernsey guinea guyana hague haiti halifax hamburg hampshire hanover hanoi harare havana hawaii heidelberg \
    helsinki hereford hertfordshire hessen holland honduras houston huddersfield hungary iberia iceland idaho illinois india indiana indianapolis \
    indonesia inverness ipswich iowa iran iraq ireland israel istanbul italy jakarta jamaica japan jersey jerusalem johannesburg jordan kabul kampala \
    kansas karachi kashmir kazakhstan kentucky kenya kerala khartoum kiev kingston kosovo krakow kuwait kyiv kyoto lagos lahore lancashire lancaster \
    laos latvia lausanne lebanon leeds leicester leicestershire leiden leipzig lesotho liberia libya liechtenstein lille lima limerick limoges lincoln \
    lincolnshire linz lisbon lithuania liverpool ljubljana lodz lombardy london louisiana louisville lubeck lucerne luxembourg luxemburg lyon lyons macau \
    macedonia madagascar madison madras madrid maine malaga malawi malaysia maldives malmo malta manchester manhattan manila mannheim marrakesh marseille \
    maryland massachusetts mauritius melbourne memphis mexico miami michigan midlands milan milwaukee minneapolis minnesota minsk mississippi missouri \
    moldova monaco mongolia montana montenegro montreal moravia morocco moscow mozambique mumbai munich myanmar nairobi namibia nantes naples nashville \
    nebraska nepal netherlands nevada newark newcastle newport nicaragua niger nigeria norfolk normandy northampton northumberland norway norwich \
    nottingham nottinghamshire nuremberg oakland ohio oklahoma omaha ontario oporto oregon orlando orleans osaka ottawa oxford oxfordshire \
    pacific pakistan palermo palestine panama paraguay paris peking pennsylvania persia perth peru perugia philadelphia philippines phoenix piedmont \
    pittsburgh plymouth poland portland porto portsmouth portugal potsdam prague preston pretoria prussia quebec queensland reading rennes reykjavik \
    rhine rhodesia richmond rochester romania rome rotterdam rouen russia rwanda sacramento salamanca salford salisbury salvador salzburg samoa \
    santiago sarajevo sardinia saskatchewan savannah savoy saxony scandinavia scotland seattle senegal seoul serbia seville shanghai sheffield shropshire \
    siberia sicily sierra silesia singapore slovakia slovenia sofia somalia somerset southampton spain staffordshire stavanger stockholm stockport \
    strasbourg stuttgart sudan suffolk sumatra sunderland surrey sussex swansea sweden switzerland sydney syria tacoma taipei taiwan tallinn tampa tampere \
    tanzania tasmania tehran tennessee texas thailand tibet tirol tobago tokyo toledo toronto toulouse trieste trinidad tripoli trondheim tunis tunisia \
    turin turkey turkmenistan tuscany tyrol uganda ukraine ulster umbria uppsala uruguay utrecht uzbekistan valencia vancouver vatican venezuela venice \
    vermont verona victoria vienna vietnam vilnius virginia wakefield wales warsaw warwick warwickshire washington waterford wellington westminster \
    westphalia wichita wiltshire windsor winnipeg wisconsin wolverhampton worcester worcestershire wuppertal wyoming yemen yokohama yorkshire yugoslavia \
    zagreb zambia zimbabwe zurich thames danube severn hudson baltic atlantic mediterranean alpine nordic iberian hellenic helvetia britannia caledonia \
    hibernia cambria anglia bavarian british english scottish welsh irish french german italian spanish dutch belgian swiss austrian swedish danish \
    norwegian finnish polish russian chinese japanese korean indian american canadian australian african asian european";

/// Whether a folded word is a place of this table.
pub fn is_place(word: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| PLACES.split_whitespace().collect());
    KNOWN.contains(word)
}
